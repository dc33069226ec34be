package org.shoestring.store.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request at the end of work, also of work that was interrupted: an interrupt would break it off,
 * so another thread makes it.
 */
public final class LastRequest {
  private LastRequest() {}

  /** Makes the request, and waits for its end in any case. */
  public static <T> T run(Callable<T> request) throws IOException {
    return run(Duration.ofNanos(Long.MAX_VALUE), request).orElseThrow();
  }

  /**
   * Makes the request, and leaves it behind if it takes too long.
   *
   * @param patience how long it may take
   * @param request answers anything but null
   * @return empty if it took longer
   */
  public static <T> Optional<T> run(Duration patience, Callable<T> request) throws IOException {
    FutureTask<T> task = new FutureTask<>(request);
    Thread thread = new Thread(task, "last-request");
    thread.setDaemon(true);
    thread.start();
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        long left = patience.toNanos() - (System.nanoTime() - start);
        try {
          return Optional.of(task.get(left, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof IOException failure) {
      return failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure; // Without memory, the process ends.
    }
    throw new IllegalStateException(cause);
  }
}

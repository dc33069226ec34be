package org.shoestring.store.remote;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A request that cleans up after work, also after work that was interrupted: an interrupt would
 * break it off, so another thread makes it.
 */
public final class LastRequest {
  private LastRequest() {}

  /** Makes the request, and waits for its end in any case. */
  public static void run(Callable<?> request) throws IOException {
    FutureTask<?> task = new FutureTask<>(request);
    Thread thread = new Thread(task, "last-request");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package org.shoestring.store.object;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Makes a small request for each of many names, several at a time: each takes a way and back. */
public final class ParallelRequests<T> {
  private static final int AT_ONCE = 32;

  private final Request<T> request;
  private final AtomicBoolean failed = new AtomicBoolean();

  private ParallelRequests(Request<T> request) {
    this.request = request;
  }

  /** A request. */
  public interface Request<T> {
    T of(String name) throws IOException;
  }

  /**
   * Makes all requests; after one has failed, no more are begun.
   *
   * @return the answers, in the order of the names
   * @throws IOException if one failed
   */
  public static <T> List<T> each(List<String> names, Request<T> request) throws IOException {
    return switch (names.size()) {
      case 0 -> List.of();
      case 1 -> List.of(request.of(names.get(0)));
      default -> new ParallelRequests<>(request).run(names);
    };
  }

  private List<T> run(List<String> names) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(AT_ONCE, names.size()), ParallelRequests::daemon);
    try {
      List<Future<List<T>>> all =
          names.stream().map(name -> threads.submit(() -> one(name))).toList();
      List<T> answers = new ArrayList<>(names.size());
      for (Future<List<T>> one : all) {
        answers.addAll(one.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped");
      stopped.initCause(e);
      throw stopped;
    } finally {
      threads.shutdownNow();
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
      throw failure;
    }
    throw new IllegalStateException(cause);
  }

  /** The answer; none if another request has failed before. */
  private List<T> one(String name) throws IOException {
    if (failed.get()) {
      return List.of();
    }
    boolean good = false;
    try {
      List<T> answer = List.of(request.of(name));
      good = true;
      return answer;
    } finally {
      if (!good) {
        failed.set(true);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "requests");
    thread.setDaemon(true);
    return thread;
  }
}

package org.shoestring.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes a small request for each of many names, several at a time: each takes a way and back. */
final class Together {
  private static final int AT_ONCE = 16;

  private final Request request;
  private final AtomicBoolean failed = new AtomicBoolean();

  private Together(Request request) {
    this.request = request;
  }

  /** A request. */
  interface Request {
    void of(String name) throws IOException;
  }

  /** Makes all requests; after one has failed, no more are begun. */
  static void each(List<String> names, Request request) throws IOException {
    if (!names.isEmpty()) {
      new Together(request).run(names);
    }
  }

  private void run(List<String> names) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(AT_ONCE, names.size()), Together::daemon);
    try {
      List<Future<?>> all =
          names.stream().<Future<?>>map(n -> threads.submit(() -> one(n))).toList();
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped");
      stopped.initCause(e);
      throw stopped;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whether the request was made. */
  private boolean one(String name) throws IOException {
    if (failed.get()) {
      return false;
    }
    try {
      request.of(name);
      return true;
    } catch (IOException | RuntimeException e) {
      failed.set(true);
      throw e;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "requests");
    thread.setDaemon(true);
    return thread;
  }
}

package org.shoestring.store.object;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.shoestring.bytes.Failures;
import org.shoestring.bytes.Interrupts;
import org.shoestring.bytes.StopPatience;

/**
 * Makes a small request for each of many names, several at a time: each takes a way and back. The
 * first failure, or an interrupt of the caller, stops all that are under way.
 */
public final class ParallelRequests<N, T> {
  private static final int AT_ONCE = 32;

  private final List<N> names;
  private final Request<N, T> request;
  private final AtomicReferenceArray<T> answers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  private ParallelRequests(List<N> names, Request<N, T> request) {
    this.names = names;
    this.request = request;
    this.answers = new AtomicReferenceArray<>(names.size());
  }

  /** A request. */
  public interface Request<N, T> {
    T of(N name) throws IOException;
  }

  /**
   * Makes all requests; after one has failed, no more are begun.
   *
   * @return the answers, in the order of the names
   * @throws IOException if one failed
   */
  public static <N, T> List<T> each(List<N> names, Request<N, T> request) throws IOException {
    return each(names, request, AT_ONCE);
  }

  /** The same with no more than so many at once. */
  public static <N, T> List<T> each(List<N> names, Request<N, T> request, int atOnce)
      throws IOException {
    return switch (names.size()) {
      case 0 -> List.of();
      case 1 -> List.of(request.of(names.get(0)));
      default -> new ParallelRequests<>(names, request).run(atOnce);
    };
  }

  private List<T> run(int atOnce) throws IOException {
    for (int i = 0; i < Math.min(atOnce, names.size()); i++) {
      Thread thread = new Thread(this::work, "requests");
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      stop(e);
      awaitStopped();
      throw Interrupts.stopped("stopped", e);
    }
    Failures.rethrow(failure.get());
    List<T> all = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      all.add(answers.get(i));
    }
    return all;
  }

  /** One thread's requests. */
  private void work() {
    int at;
    while (failure.get() == null && (at = next.getAndIncrement()) < names.size()) {
      try {
        answers.set(at, request.of(names.get(at)));
      } catch (IOException | RuntimeException | Error e) {
        stop(e);
      }
    }
  }

  private void stop(Throwable why) {
    if (failure.compareAndSet(null, why)) {
      for (Thread thread : threads) {
        if (thread != Thread.currentThread()) {
          thread.interrupt();
        }
      }
    }
  }

  /** What was interrupted ends by then, unless a server is silent; nobody waits for that. */
  private void awaitStopped() {
    long until = System.nanoTime() + StopPatience.WORK.toNanos();
    for (Thread thread : threads) {
      try {
        thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        return; // Asked to stop again: they end by themselves.
      }
    }
  }
}

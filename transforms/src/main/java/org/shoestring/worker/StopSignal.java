package org.shoestring.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells work that it should stop, and why. Threads that do the work {@link #enter} it: they are
 * interrupted when the signal comes, and again until they leave, so that every wait ends. What an
 * interrupt does not reach listens with {@link #onStop}.
 */
public final class StopSignal {
  private static final long AGAIN_MILLIS = 1000;

  private final Set<AtWork> atWork = new LinkedHashSet<>();
  private final Set<Listener> listeners = new LinkedHashSet<>();
  private final List<Duration> needed = new ArrayList<>();
  private final @Nullable StopSignal outer;
  private @Nullable Reason reason;
  private long stoppedNanos;

  /** A signal of its own. */
  public StopSignal() {
    this.outer = null;
  }

  /**
   * A signal for a part of the work.
   *
   * @param outer that of the whole work: who waits there waits as long as the part needs
   */
  public StopSignal(StopSignal outer) {
    this.outer = outer;
  }

  /** What work is stopped for. */
  public enum Cause {
    /** Its user, or the system, ends the process. */
    INTERRUPTED,
    /** Another process has taken over the work. */
    LEASE_LOST
  }

  /**
   * Why work should stop.
   *
   * @param text for people
   */
  public record Reason(Cause cause, String text) {}

  /** Ends what was begun; nothing happens the second time. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Asks the work to stop; only the first reason counts. Returns when all listeners were told. */
  public void stop(Reason why) {
    List<Listener> told;
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = why;
      stoppedNanos = System.nanoTime();
      told = new ArrayList<>(listeners);
      interruptAll();
      if (!atWork.isEmpty()) {
        Thread again = new Thread(this::interruptUntilAllLeft, "stop-work");
        again.setDaemon(true);
        again.start();
      }
    }
    told.forEach(listener -> listener.to.accept(why));
  }

  /** Why the work should stop; empty as long as it should not. */
  public synchronized Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  /** Whether the work should stop. */
  public boolean isStopped() {
    return reason().isPresent();
  }

  /** Fails if the work should stop. */
  public synchronized void check() throws StoppedException {
    if (reason != null) {
      throw new StoppedException(reason);
    }
  }

  /** Fails if the work should stop: then another failure is but a consequence. */
  public void checkAfter(Exception consequence) throws StoppedException {
    try {
      check();
    } catch (StoppedException e) {
      if (e != consequence) {
        e.addSuppressed(consequence);
      }
      throw e;
    }
  }

  /**
   * Begins work in the current thread, which is interrupted when the signal comes. The same thread
   * closes it; an interrupt by this signal is over then.
   *
   * @throws StoppedException if the signal has come before
   */
  public synchronized Registration enter() throws StoppedException {
    check();
    AtWork work = new AtWork(Thread.currentThread());
    atWork.add(work);
    return work;
  }

  /** Tells somebody of the signal, at once if it has come before, unless this is closed first. */
  public Registration onStop(Consumer<Reason> told) {
    Listener listener = new Listener(told);
    Optional<Reason> before;
    synchronized (this) {
      before = reason();
      listeners.add(listener);
    }
    before.ifPresent(told);
    return listener;
  }

  /**
   * Takes note, until this is closed, that work needs so long after the signal: to let a program
   * save what it has, say.
   */
  public Registration needing(Duration time) {
    Registration further = outer == null ? () -> {} : outer.needing(time);
    synchronized (this) {
      needed.add(time);
    }
    return () -> {
      synchronized (this) {
        needed.remove(time);
        if (reason != null) {
          stoppedNanos = System.nanoTime(); // What follows has as long as after a signal.
        }
        notifyAll();
      }
      further.close();
    };
  }

  /** Whether anybody works or listens. */
  public synchronized boolean isAwaited() {
    return !atWork.isEmpty() || !listeners.isEmpty();
  }

  /**
   * Waits until no other thread works; an interrupt does not end it.
   *
   * @param patience how long after the signal it waits at most, unless work has said that it needs
   *     longer
   * @return whether none does
   */
  public synchronized boolean awaitIdle(Duration patience) {
    long begin = System.nanoTime();
    boolean interrupted = false;
    long left = left(begin, patience);
    while (isAnotherAtWork() && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = left(begin, patience);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !isAnotherAtWork();
  }

  private long left(long begin, Duration patience) {
    Duration longest = needed.stream().reduce(patience, (a, b) -> a.compareTo(b) > 0 ? a : b);
    long from = reason == null ? begin : stoppedNanos;
    return from + longest.toNanos() - System.nanoTime();
  }

  private boolean isAnotherAtWork() {
    return atWork.stream().anyMatch(work -> work.thread != Thread.currentThread());
  }

  private void interruptAll() {
    atWork.forEach(work -> work.thread.interrupt());
  }

  /** Somebody on the way may have taken an interrupt for something else. */
  private synchronized void interruptUntilAllLeft() {
    try {
      while (!atWork.isEmpty()) {
        wait(AGAIN_MILLIS);
        interruptAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class AtWork implements Registration {
    private final Thread thread;

    AtWork(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void close() {
      synchronized (StopSignal.this) {
        if (atWork.remove(this) && reason != null) {
          boolean unused = Thread.interrupted(); // The interrupt was for this work.
        }
        StopSignal.this.notifyAll();
      }
    }
  }

  private final class Listener implements Registration {
    private final Consumer<Reason> to;

    Listener(Consumer<Reason> to) {
      this.to = to;
    }

    @Override
    public void close() {
      synchronized (StopSignal.this) {
        listeners.remove(this);
      }
    }
  }
}

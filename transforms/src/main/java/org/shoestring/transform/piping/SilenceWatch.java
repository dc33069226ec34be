package org.shoestring.transform.piping;

import java.time.Duration;

/**
 * How long a program has given no sign of life: it prints nothing, and takes none of the lines that
 * are there for it. While lines are still on their way from the storage, nobody can tell.
 */
final class SilenceWatch {
  private final long limitNanos;
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean fetching;

  SilenceWatch(FailurePolicy policy) {
    Duration limit = policy.timeout();
    this.limitNanos = policy.hasTimeout() ? limit.toNanos() : Long.MAX_VALUE;
  }

  /** The program has nothing to do until {@link #sign}: its next line is being read. */
  void fetch() {
    fetching = true;
  }

  /** The program has printed or taken something, or it can take the next line now. */
  void sign() {
    if (limitNanos < Long.MAX_VALUE) {
      lastNanos = System.nanoTime();
    }
    fetching = false;
  }

  /** The program has printed something. */
  void heard() {
    if (limitNanos < Long.MAX_VALUE) {
      lastNanos = System.nanoTime();
    }
  }

  /**
   * Whether it was silent for too long.
   *
   * @param listeningNanos since when somebody has waited for what it prints
   */
  boolean isOver(long listeningNanos) {
    long now = System.nanoTime();
    return !fetching && Math.min(now - lastNanos, now - listeningNanos) >= limitNanos;
  }
}

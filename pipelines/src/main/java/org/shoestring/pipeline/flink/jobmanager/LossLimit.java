package org.shoestring.pipeline.flink.jobmanager;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often one job may lose workers of the same machine. Free machines come and go, but one whose
 * worker dies again and again lacks memory for the job, most likely: Java ends then, or the system
 * kills it, and a service manager starts the next one.
 */
final class LossLimit {
  /** The most in an hour; a machine that was taken away is not back so quickly. */
  static final int MOST = 10;

  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final LongSupplier nanos;
  private final Map<String, Deque<Long>> losses = new HashMap<>();

  LossLimit() {
    this(System::nanoTime);
  }

  LossLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Whether the job may go on after this loss, which is counted. Several workers of one machine
   * that are lost at once are one loss.
   *
   * @param machine of the worker
   */
  synchronized boolean allows(String machine) {
    Deque<Long> times = losses.computeIfAbsent(machine, unused -> new ArrayDeque<>());
    long now = nanos.getAsLong();
    while (!times.isEmpty() && now - times.peekFirst() > HOUR) {
      times.removeFirst();
    }
    if (times.isEmpty() || now - times.peekLast() > TimeUnit.SECONDS.toNanos(1)) {
      times.addLast(now);
    }
    return times.size() <= MOST;
  }
}

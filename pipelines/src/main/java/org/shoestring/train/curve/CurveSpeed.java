package org.shoestring.train.curve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Steps a second over the last five minutes, or since the step before the newest one if that is
 * longer ago. Steps that are read within a second of each other count as read at once, since
 * programs print through buffers. Changes of the clock do not matter.
 */
final class CurveSpeed {
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(5);
  private static final long AT_ONCE = TimeUnit.SECONDS.toNanos(1);

  private record Sample(long nanos, long step) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * Adds a step.
   *
   * @param nanos when it was read, as {@link System#nanoTime} tells
   */
  void add(long step, long nanos) {
    Sample last = samples.peekLast();
    if (last != null && step <= last.step) {
      return; // Another metric.
    }
    if (last != null && nanos - last.nanos < AT_ONCE) {
      samples.removeLast();
      samples.addLast(new Sample(last.nanos, step));
    } else {
      samples.addLast(new Sample(nanos, step));
    }
    while (samples.size() > 2 && nanos - samples.getFirst().nanos > WINDOW) {
      samples.removeFirst();
    }
  }

  /** The command begins again at an earlier step. */
  void restart() {
    samples.clear();
  }

  /** The speed; empty as long as it cannot be told. */
  OptionalDouble perSecond() {
    if (samples.size() < 2) {
      return OptionalDouble.empty();
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    return OptionalDouble.of((last.step - first.step) * 1e9 / (last.nanos - first.nanos));
  }
}

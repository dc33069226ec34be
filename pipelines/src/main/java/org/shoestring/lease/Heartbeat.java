package org.shoestring.lease;

import java.time.Duration;
import org.shoestring.spec.Age;

/**
 * The last sign of life of a process that has claimed something. A claim is renewed three times in
 * its lifetime: whoever has missed two renewals is likely dead, or cut off.
 *
 * @param silence since the last renewal
 * @param lifetime after which others take over
 */
public record Heartbeat(LeaseHolder holder, Duration silence, Duration lifetime) {

  /** Whether it has missed no more than one renewal. */
  boolean isAlive() {
    return silence.multipliedBy(3).compareTo(lifetime.multipliedBy(2)) <= 0;
  }

  /** Who it is, and how long ago it said so; where it is silent, when others take over. */
  public String text() {
    if (isAlive()) {
      return "at work: " + holder + ", last sign of life " + Age.ago(silence);
    }
    Duration left = lifetime.minus(silence);
    return holder
        + " has been silent for "
        + Age.span(silence)
        + (left.isNegative() || left.isZero()
            ? ", its claim has ended: the next run takes over"
            : ", its claim ends in " + Age.span(left));
  }
}

package org.shoestring.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * A point in time by two clocks of this machine. The one that nobody sets may stand still while the
 * machine sleeps; the wall clock does not, but may be set at any time.
 *
 * @param nanos by the clock that nobody sets; it begins anywhere
 * @param wall by the wall clock
 */
public record Moment(long nanos, Instant wall) {
  public static Moment now() {
    return new Moment(System.nanoTime(), Instant.now());
  }

  /** Whether so much time has passed since an earlier moment, by whichever clock says more. */
  public boolean isAfter(Moment earlier, Duration passed) {
    return nanos - earlier.nanos >= passed.toNanos()
        || Duration.between(earlier.wall, wall).compareTo(passed) >= 0;
  }
}

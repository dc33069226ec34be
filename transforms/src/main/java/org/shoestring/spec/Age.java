package org.shoestring.spec;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, for people: {@code 90 s ago}, {@code 5 min ago}, {@code 3 h ago}. */
public final class Age {
  private Age() {}

  /** The time since then; none if clocks differ so that it would be negative. */
  public static Duration of(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** How long ago that was. */
  public static String ago(Duration age) {
    return span(age) + " ago";
  }

  /** A length of time in one unit, of which there are two or more unless it is seconds. */
  public static String span(Duration span) {
    if (span.toMinutes() < 2) {
      return span.toSeconds() + " s";
    }
    if (span.toHours() < 2) {
      return span.toMinutes() + " min";
    }
    return span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " days";
  }
}

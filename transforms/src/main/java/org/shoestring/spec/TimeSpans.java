package org.shoestring.spec;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time as people write them: {@code 11h}, {@code 1h30m}, {@code 90s}, or seconds without
 * a unit.
 */
public final class TimeSpans {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,8})s)?");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,8}");

  /** What to write, for messages. */
  public static final String EXPECTED =
      "write numbers with units from d to s, for example 11h, 1h30m or 90s; a number alone is"
          + " seconds";

  private TimeSpans() {}

  /** The length of time; empty if the text is none. */
  public static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(SECONDS.matcher(text).matches() ? text + "s" : text);
    if (text.isEmpty() || !form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(number(form.group(1)))
            .plusHours(number(form.group(2)))
            .plusMinutes(number(form.group(3)))
            .plusSeconds(number(form.group(4))));
  }

  /** The same for a setting that must be a second or more. */
  public static Duration setting(String what, String text) {
    Duration span =
        parse(text)
            .orElseThrow(
                () ->
                    new UsageException(
                        what + " is '" + text + "', which is not a length of time; " + EXPECTED));
    if (span.isZero()) {
      throw new UsageException(what + " is '" + text + "', but must be 1s or more");
    }
    return span;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** A length of time as it is written: {@code 1h30m} or {@code 7d}. */
  public static String shown(Duration span) {
    if (!span.isZero() && span.equals(Duration.ofDays(span.toDays()))) {
      return span.toDays() + "d";
    }
    return span.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}

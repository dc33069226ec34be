package org.shoestring.cli.argument;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time: {@code 11h}, {@code 1h30m}, {@code 90s}, or seconds without a unit. */
public class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,8})s)?");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,8}");

  private final Duration least;

  private TimeSpan(Duration least) {
    this.least = least;
  }

  TimeSpan() {
    this(Duration.ofSeconds(1));
  }

  /** A length of time that may be none. */
  public static final class OrNone extends TimeSpan {
    OrNone() {
      super(Duration.ZERO);
    }
  }

  /** How long a claim counts. */
  public static final class Lease extends TimeSpan {
    Lease() {
      super(Duration.ofSeconds(3));
    }
  }

  @Override
  public Duration convert(String text) {
    Matcher form = FORM.matcher(SECONDS.matcher(text).matches() ? text + "s" : text);
    if (text.isEmpty() || !form.matches()) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not a length of time; write numbers with units from d to s, for example 11h,"
              + " 1h30m or 90s; a number alone is seconds");
    }
    Duration span =
        Duration.ofDays(number(form.group(1)))
            .plusHours(number(form.group(2)))
            .plusMinutes(number(form.group(3)))
            .plusSeconds(number(form.group(4)));
    if (span.compareTo(least) < 0) {
      throw new TypeConversionException(
          "'" + text + "' is too short; it must be " + shown(least) + " or more");
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

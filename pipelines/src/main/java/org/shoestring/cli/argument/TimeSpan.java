package org.shoestring.cli.argument;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time: {@code 11h}, {@code 1h30m}, {@code 90s}, or seconds without a unit. */
public final class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,8})s)?");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,8}");

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
    if (span.isZero()) {
      throw new TypeConversionException("'" + text + "' is no time at all; it must be 1s or more");
    }
    return span;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** A length of time as it is written: {@code 1h30m}. */
  public static String shown(Duration span) {
    return span.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}

package org.shoestring.cli.argument;

import java.time.Duration;
import org.shoestring.spec.TimeSpans;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time: {@code 11h}, {@code 1h30m}, {@code 90s}, or seconds without a unit. */
public class TimeSpan implements ITypeConverter<Duration> {
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
    Duration span =
        TimeSpans.parse(text)
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'" + text + "' is not a length of time; " + TimeSpans.EXPECTED));
    if (span.compareTo(least) < 0) {
      throw new TypeConversionException(
          "'" + text + "' is too short; it must be " + shown(least) + " or more");
    }
    return span;
  }

  /** A length of time as it is written: {@code 1h30m} or {@code 7d}. */
  public static String shown(Duration span) {
    return TimeSpans.shown(span);
  }
}

package org.shoestring.spec;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write and read them: {@code 64MiB}, {@code 512k}, {@code 2g}. */
public final class Bytes {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(?:b?|([kmgt])(?:i?b)?)");
  private static final String UNITS = "kmgt";

  private Bytes() {}

  /**
   * The number of bytes; units are powers of 1024, whatever their case.
   *
   * @param what for the error
   * @throws UsageException if it is no size, or 0
   */
  public static long parse(String what, String text) {
    return find(text)
        .orElseThrow(() -> UsageException.mustBe(what, "a size such as 500k, 64MiB or 2g", text));
  }

  /** The number of bytes, if it is a size and not 0. */
  public static OptionalLong find(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      String unit = matcher.group(2);
      int shift = unit == null ? 0 : 10 * (UNITS.indexOf(unit) + 1);
      long number = Long.parseLong(matcher.group(1));
      if (number > 0 && number <= Long.MAX_VALUE >> shift) {
        return OptionalLong.of(number << shift);
      }
    }
    return OptionalLong.empty();
  }

  /** A size for people: {@code 1.5 MB}. Units are powers of 1000, as progress shows them. */
  public static String show(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit < UNITS.length() - 1) {
      value /= 1000;
      unit++;
    }
    long tenths = Math.round(value * 10);
    String number =
        value < 9.95 ? tenths / 10 + "." + tenths % 10 : Long.toString(Math.round(value));
    String name = unit == 0 ? "k" : UNITS.substring(unit, unit + 1).toUpperCase(Locale.ROOT);
    return number + " " + name + "B";
  }
}

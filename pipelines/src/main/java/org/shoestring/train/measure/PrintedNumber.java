package org.shoestring.train.measure;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers as programs print them, in any locale of this process. */
public final class PrintedNumber {
  /** Below 10^15, as counts in files of facts are. */
  private static final Pattern STEP = Pattern.compile("0*([0-9]{1,15})");

  private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}(?:,[0-9]{3})+");

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");

  private PrintedNumber() {}

  /** A number of a step, {@code 1200} or {@code 1,200}; empty if the text is none. */
  public static OptionalLong step(String text) {
    String digits = GROUPED.matcher(text).matches() ? text.replace(",", "") : text;
    return STEP.matcher(digits).matches()
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  /**
   * A value: a decimal number, or {@code nan}, {@code inf} or {@code infinity} in any case and with
   * any sign; empty if the text is none.
   */
  public static OptionalDouble value(String text) {
    if (DECIMAL.matcher(text).matches()) {
      return OptionalDouble.of(Double.parseDouble(text));
    }
    boolean signed = text.startsWith("-") || text.startsWith("+");
    double sign = text.startsWith("-") ? -1 : 1;
    return switch (text.substring(signed ? 1 : 0).toLowerCase(Locale.ROOT)) {
      case "nan" -> OptionalDouble.of(Double.NaN);
      case "inf", "infinity" -> OptionalDouble.of(sign * Double.POSITIVE_INFINITY);
      default -> OptionalDouble.empty();
    };
  }
}

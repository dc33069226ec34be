package org.shoestring.shuffle.split;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.shoestring.spec.UsageException;

/**
 * How much of a table a part of a split gets: so many lines, a fraction of all lines, or the rest.
 *
 * @param amount of lines; a fraction from 0 to 1; 0 for the rest
 */
public record Share(ShareUnit unit, BigDecimal amount) implements Serializable {
  private static final String REST_WORD = "rest";
  private static final Pattern LINES = Pattern.compile("[0-9]{1,13}");
  private static final Pattern FRACTION = Pattern.compile("[01]?\\.[0-9]{1,12}");
  private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,10})?%");

  /** What an amount counts. */
  public enum ShareUnit {
    LINES,
    FRACTION,
    REST
  }

  /**
   * Reads {@code 200}, {@code 0.1}, {@code 10%} or {@code rest}.
   *
   * @param where what asks for it, for messages
   */
  public static Share parse(String where, String text) {
    if (text.equals(REST_WORD)) {
      return new Share(ShareUnit.REST, BigDecimal.ZERO);
    }
    if (LINES.matcher(text).matches()) {
      return new Share(ShareUnit.LINES, new BigDecimal(text));
    }
    if (FRACTION.matcher(text).matches() || PERCENT.matcher(text).matches()) {
      BigDecimal fraction =
          text.endsWith("%")
              ? new BigDecimal(text.substring(0, text.length() - 1)).movePointLeft(2)
              : new BigDecimal(text);
      if (fraction.compareTo(BigDecimal.ONE) <= 0) {
        return new Share(ShareUnit.FRACTION, fraction);
      }
    }
    throw new UsageException(
        where
            + ": '"
            + text
            + "' is not the size of a part; write a number of lines (200), a fraction of all lines"
            + " (0.1 or 10%), or "
            + REST_WORD);
  }

  /** The one way to write it; fractions as percents, so that 100% is not 1 line. */
  @Override
  public String toString() {
    return switch (unit) {
      case LINES -> amount.toBigInteger().toString();
      case FRACTION -> plain(amount.movePointRight(2)) + "%";
      case REST -> REST_WORD;
    };
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}

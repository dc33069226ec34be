package org.shoestring.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as C and Python print them. Java's {@code format} rounds halves up, and what its {@code
 * Double.toString} gives depends on the version of Java.
 */
public final class Decimals {
  /** As many significant digits tell every double from all others. */
  private static final int DIGITS = 17;

  private Decimals() {}

  /** {@code %.4f}, with {@code digits} for the 4: rounded from the binary value, half to even. */
  public static String fixed(double value, int digits) {
    if (!Double.isFinite(value)) {
      return repr(value);
    }
    String text = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return isNegative(value) && !text.startsWith("-") ? "-" + text : text;
  }

  /** What Python's {@code repr} prints: {@code 37.5}, {@code 0.00058}, {@code 1e-05}. */
  public static String repr(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    String sign = isNegative(value) ? "-" : "";
    BigDecimal number = shortest(Math.abs(value));
    int exponent = number.precision() - number.scale() - 1;
    if (number.signum() == 0 || (exponent >= -4 && exponent < 16)) {
      String text = number.toPlainString();
      return sign + (text.indexOf('.') < 0 ? text + ".0" : text);
    }
    String digits = number.unscaledValue().toString();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
  }

  /**
   * The decimal number of the fewest digits that reads back as {@code value}, without trailing
   * zeros; the nearest one if there are several.
   *
   * @throws NumberFormatException if it is infinite or no number
   */
  public static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < DIGITS; digits++) {
      BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (nearest.doubleValue() == value) {
        return nearest.stripTrailingZeros();
      }
      // At a power of two the doubles above are twice as far apart as those below.
      BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
      if (above.doubleValue() == value) {
        return above.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  private static boolean isNegative(double value) {
    return Math.copySign(1, value) < 0;
  }
}

package org.shoestring.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as C and Python print them, rounded from the binary value; Java's format is not. */
final class Decimals {

  private Decimals() {}

  /** {@code %.1f} with {@code digits} for 1. */
  static String fixed(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}

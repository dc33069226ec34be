package org.shoestring.metric.tally;

import org.shoestring.spec.Decimals;
import org.shoestring.tsv.TsvRow;

/** Numbers in fields of statistics and scores: they read back as themselves. */
public final class StatisticNumber {
  /** Whole numbers below are exact. */
  private static final long EXACT = 1L << 53;

  private StatisticNumber() {}

  /** Without an exponent; whole ones without a point. */
  public static String text(double value) {
    return append(new StringBuilder(), value).toString();
  }

  static StringBuilder append(StringBuilder line, double value) {
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      return line.append((long) value);
    }
    return line.append(
        Double.isFinite(value) ? Decimals.shortest(value).toPlainString() : Double.toString(value));
  }

  /** That of a field. */
  static double of(TsvRow row, int field) {
    return Double.parseDouble(row.text(field));
  }
}

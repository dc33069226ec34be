package org.shoestring.metric.significance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the score would lie with other segments, in 95 of 100 cases.
 *
 * @param mean of the scores of resamples
 * @param halfWidth half the distance between those at 2.5 % and 97.5 % of the sorted scores
 */
public record ConfidenceInterval(double mean, double halfWidth) {
  private static final int CUT_OFF = 40;

  /** More digits than it takes to round the exact mean to the nearest double. */
  private static final MathContext DIGITS = new MathContext(100);

  /**
   * That of the scores of resamples, as sacreBLEU 2.6.0 computes it.
   *
   * @param all of the resamples; those that are NaN do not count; empty if none does
   */
  public static Optional<ConfidenceInterval> of(double... all) {
    double[] scores = Arrays.stream(all).filter(score -> !Double.isNaN(score)).toArray();
    if (scores.length == 0) {
      return Optional.empty();
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int lowest = sorted.length / CUT_OFF;
    double width = sorted[sorted.length - 1 - lowest] - sorted[lowest];
    return Optional.of(new ConfidenceInterval(mean(scores), 0.5 * width));
  }

  /** The exact mean, rounded once, as Python's {@code statistics.mean} has it. */
  private static double mean(double... scores) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double score : scores) {
      sum = sum.add(new BigDecimal(score));
    }
    return sum.divide(BigDecimal.valueOf(scores.length), DIGITS).doubleValue();
  }
}

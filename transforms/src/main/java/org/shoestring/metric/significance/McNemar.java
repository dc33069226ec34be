package org.shoestring.metric.significance;

import java.io.IOException;
import org.shoestring.metric.Metric;
import org.shoestring.metric.tally.CountTally;
import org.shoestring.metric.tally.SumTally;
import org.shoestring.metric.tally.Tally;

/**
 * McNemar's exact test of two classifiers on the same segments (Q. McNemar, "Note on the sampling
 * error of the difference between correlated proportions or percentages", Psychometrika 12, 1947):
 * of the segments that only one of them has right, each is as likely to be the one's as the
 * other's.
 */
public final class McNemar {
  private McNemar() {}

  /**
   * The p-value of two systems by a metric whose segments are right or wrong.
   *
   * @param metric one that {@link Metric#isRightOrWrong}
   */
  public static double p(Metric metric, SegmentRows baseline, SegmentRows system)
      throws IOException {
    long onlyBaseline = 0;
    long onlySystem = 0;
    try (Tally one = Tally.of(metric);
        Tally other = Tally.of(metric);
        SegmentRows.Cursor ofBaseline = baseline.open();
        SegmentRows.Cursor ofSystem = system.open()) {
      while (ofBaseline.next(one) && ofSystem.next(other)) {
        double difference = right(one) - right(other);
        onlyBaseline += difference > 0 ? 1 : 0;
        onlySystem += difference < 0 ? 1 : 0;
      }
    }
    return p(onlyBaseline, onlySystem);
  }

  private static double right(Tally tally) {
    return tally instanceof CountTally counts
        ? counts.last().total(0)
        : ((SumTally) tally).last()[0];
  }

  /**
   * The p-value of both sides, of the binomial distribution itself.
   *
   * @param onlyBaseline how many segments only the baseline has right
   * @param onlySystem how many only the system has right
   */
  public static double p(long onlyBaseline, long onlySystem) {
    long trials = onlyBaseline + onlySystem;
    long fewer = Math.min(onlyBaseline, onlySystem);
    if (2 * fewer >= trials - 1) {
      return 1; // the middle term or terms count on both sides
    }
    // From the largest term down, relative to it, so that nothing is lost to underflow.
    double term = 1;
    double sum = 1;
    for (long k = fewer; k > 0 && term > sum * 1e-18; k--) {
      term *= (double) k / (trials - k + 1);
      sum += term;
    }
    return Math.min(1, 2 * Math.exp(logOfTerm(trials, fewer) + Math.log(sum)));
  }

  /** The logarithm of {@code trials} over {@code k} times {@code 2^-trials}. */
  private static double logOfTerm(long trials, long k) {
    double log = -trials * Math.log(2);
    for (long i = 1; i <= k; i++) {
      log += Math.log((double) (trials - k + i) / i);
    }
    return log;
  }
}

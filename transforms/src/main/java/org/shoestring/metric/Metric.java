package org.shoestring.metric;

import java.util.List;

/**
 * A metric bound to its settings: each segment has statistics, and a score is a function of those
 * of all segments. Scores themselves are never added. Three shapes of statistics can be combined,
 * shard by shard and by resamples of the segments:
 *
 * <ul>
 *   <li>{@link SumMetric}: numbers that are added, as BLEU's counts of n-grams;
 *   <li>{@link CountMetric}: counts of keys that are not known before, as labels;
 *   <li>{@link PairMetric}: a pair of numbers, whose order decides, as for the area under a curve.
 * </ul>
 *
 * <p>An instance reuses buffers and serves one thread at a time.
 */
public sealed interface Metric permits SumMetric, CountMetric, PairMetric {

  /** The names of the statistics, in order: the columns of the {@code statistics} table. */
  List<String> statistics();

  /** How many digits after the point the reference tool prints, or papers do. */
  default int digits() {
    return 4;
  }

  /**
   * Whether each segment is right or wrong: the first statistic, of all keys together, is 1 or 0.
   */
  default boolean isRightOrWrong() {
    return false;
  }

  /** Whether a lower score is a better one. */
  default boolean isLowerBetter() {
    return false;
  }
}

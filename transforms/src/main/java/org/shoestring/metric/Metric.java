package org.shoestring.metric;

import java.util.List;

/**
 * A metric bound to its settings: each segment has statistics, statistics of segments are added,
 * and a score is a function of the sums. Scores themselves are never added.
 *
 * <p>An instance reuses buffers and serves one thread at a time.
 */
public interface Metric {

  /** The names of the statistics, in order: the columns of the {@code statistics} table. */
  List<String> statistics();

  /** The statistics of one segment, as many as {@link #statistics}; whole counts where possible. */
  double[] measure(Segment segment);

  /**
   * The score of any number of segments.
   *
   * @param sums the sum of each statistic over the segments; all 0 for none
   * @param references how many references each segment had
   */
  Score score(double[] sums, int references);
}

package org.shoestring.metric;

/** A metric whose score is a function of the sums of the segments' statistics. */
public non-sealed interface SumMetric extends Metric {

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

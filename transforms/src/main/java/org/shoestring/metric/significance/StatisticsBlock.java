package org.shoestring.metric.significance;

/** Statistics of consecutive segments. */
interface StatisticsBlock {

  /** How many segments they are of. */
  int segments();

  /**
   * Adds those of one segment.
   *
   * @param segment from 0 on, in this block
   * @param times how often it counts
   */
  void addTo(double[] sums, int segment, int times);
}

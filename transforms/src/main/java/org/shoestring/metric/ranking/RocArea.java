package org.shoestring.metric.ranking;

import org.shoestring.metric.numbers.NumberPairs;

/**
 * Counts, over all twos of a positive and a negative line, those where the positive one has the
 * higher score; a tie counts half. Their share is the area under the ROC curve (Hanley and McNeil
 * 1982).
 */
final class RocArea {
  private long lowerNegatives;
  private long tiedPositives;
  private long tiedNegatives;
  private long halves;
  private double score;

  private RocArea() {}

  /** The number of such twos, times two. */
  static long halves(NumberPairs pairs) {
    RocArea area = new RocArea();
    pairs.byHypothesis(area::add);
    area.end();
    return area.halves;
  }

  private void add(double reference, double hypothesis, long weight) {
    if (hypothesis != score) {
      end();
      score = hypothesis;
    }
    if (reference == 1) {
      tiedPositives += weight;
    } else {
      tiedNegatives += weight;
    }
  }

  private void end() {
    halves += tiedPositives * (2 * lowerNegatives + tiedNegatives);
    lowerNegatives += tiedNegatives;
    tiedPositives = 0;
    tiedNegatives = 0;
  }
}

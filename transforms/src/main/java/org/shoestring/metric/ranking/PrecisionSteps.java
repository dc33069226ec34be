package org.shoestring.metric.ranking;

import org.shoestring.metric.numbers.NumberPairs;
import org.shoestring.metric.numbers.PreciseSum;

/**
 * Adds up the precision at each threshold, as often as it has positive lines. Thresholds are the
 * different scores; a line is taken as positive if its score is the threshold or higher.
 */
final class PrecisionSteps {
  private final PreciseSum sum = new PreciseSum();
  private long positivesFromHere;
  private long negativesFromHere;
  private long tiedPositives;
  private long tiedNegatives;
  private double score;

  private PrecisionSteps(PositiveCounts counts) {
    this.positivesFromHere = counts.positives();
    this.negativesFromHere = counts.negatives();
  }

  static double sum(PositiveCounts counts, NumberPairs pairs) {
    PrecisionSteps steps = new PrecisionSteps(counts);
    pairs.byHypothesis(steps::add);
    steps.end();
    return steps.sum.value();
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
    if (tiedPositives > 0) {
      double taken = positivesFromHere + negativesFromHere;
      sum.add(positivesFromHere / taken, tiedPositives);
    }
    positivesFromHere -= tiedPositives;
    negativesFromHere -= tiedNegatives;
    tiedPositives = 0;
    tiedNegatives = 0;
  }
}

package org.shoestring.metric.ranking;

import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.numbers.NumberPairs;
import org.shoestring.spec.Plural;
import org.shoestring.spec.Shown;

/** How many references of pairs are positive, 1, and how many negative, 0. */
final class PositiveCounts {
  private final String metric;
  private long positives;
  private long negatives;

  private PositiveCounts(String metric) {
    this.metric = metric;
  }

  /**
   * Those of all pairs.
   *
   * @throws BadDataException if there are no pairs
   */
  static PositiveCounts of(String metric, NumberPairs pairs) {
    if (pairs.size() == 0) {
      throw none(metric);
    }
    PositiveCounts counts = new PositiveCounts(metric);
    pairs.forEach((reference, hypothesis, weight) -> counts.add(reference, weight));
    return counts;
  }

  /** The error of a metric without lines. */
  static BadDataException none(String metric) {
    return new BadDataException(metric + " needs one or more lines, but there are none");
  }

  private void add(double reference, long weight) {
    if (reference == 1) {
      positives += weight;
    } else {
      negatives += weight;
    }
  }

  long positives() {
    return positives;
  }

  long negatives() {
    return negatives;
  }

  /** Fails if there is no positive reference. */
  void needPositives(String positive) {
    if (positives == 0) {
      throw undefined("none", positive);
    }
  }

  /** Fails if there is no negative reference. */
  void needNegatives(String positive) {
    if (negatives == 0) {
      throw undefined("each", positive);
    }
  }

  private BadDataException undefined(String which, String positive) {
    return new BadDataException(
        metric
            + " is not defined, because "
            + which
            + " of the "
            + Plural.of(positives + negatives, "reference")
            + " is the positive label "
            + Shown.quoted(positive)
            + "; check the parameter positive and the data");
  }

  /** As scores show it. */
  String details() {
    return "(positives = " + positives + " negatives = " + negatives + ")";
  }
}

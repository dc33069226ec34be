package org.shoestring.metric.rating;

import org.shoestring.metric.numbers.NumberPairs;

/** The ties of one side of pairs: visits them in the order of that side. */
final class KendallTies {
  private long different;
  private long tiedTwos;
  private long jointTwos;
  private long ties;
  private long jointTies;
  private double number;
  private double other;

  private KendallTies() {}

  static KendallTies ofReferences(NumberPairs pairs) {
    KendallTies ties = new KendallTies();
    pairs.byReference(ties::add);
    ties.end();
    return ties;
  }

  static KendallTies ofHypotheses(NumberPairs pairs) {
    KendallTies ties = new KendallTies();
    pairs.byHypothesis((reference, hypothesis, weight) -> ties.add(hypothesis, reference, weight));
    ties.end();
    return ties;
  }

  private void add(double key, double second, long weight) {
    boolean isFirst = different == 0;
    if (isFirst || key != number || second != other) {
      jointTwos += twos(jointTies);
      jointTies = 0;
      other = second;
    }
    if (isFirst || key != number) {
      tiedTwos += twos(ties);
      ties = 0;
      number = key;
      different++;
    }
    ties += weight;
    jointTies += weight;
  }

  private void end() {
    tiedTwos += twos(ties);
    jointTwos += twos(jointTies);
  }

  /** How many different twos there are of some things. */
  static long twos(long things) {
    return things % 2 == 0 ? things / 2 * (things - 1) : (things - 1) / 2 * things;
  }

  /** How many different numbers the side has. */
  long different() {
    return different;
  }

  /** How many twos of pairs have one number on the side. */
  long tiedTwos() {
    return tiedTwos;
  }

  /** How many twos of pairs have one number on either side. */
  long jointTwos() {
    return jointTwos;
  }
}

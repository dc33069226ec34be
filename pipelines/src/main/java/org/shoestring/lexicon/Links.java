package org.shoestring.lexicon;

/**
 * How often two words are linked, as both directions of the model see it: the geometric mean of the
 * two posterior probabilities of a link, added up over the data (after Liang, Taskar and Klein
 * 2006, "Alignment by agreement"). Here places in the sentence count: a link far from the diagonal
 * is less likely (the prior of Dyer, Chahuneau and Smith 2013, "A simple, fast, and effective
 * reparameterization of IBM Model 2"), so that the second {@code a} goes with the second {@code
 * ein}.
 */
final class Links {
  private static final double DIAGONAL = 8;
  private static final double NULL_PRIOR = 0.1;

  private final Model1 model;
  private final double[] counts;
  private final double[] sourceCounts;
  private final double[] targetCounts;

  Links(Model1 model) {
    this.model = model;
    this.counts = new double[model.pairs().size()];
    this.sourceCounts = new double[model.pairs().sourceWords()];
    this.targetCounts = new double[model.pairs().targetWords()];
  }

  /** Adds a sentence pair, as word numbers. */
  void add(int[] source, int[] target) {
    int[][] places = model.pairs().places(source, target);
    double[][] toTarget = new double[source.length + 1][target.length + 1];
    double[][] toSource = new double[source.length + 1][target.length + 1];
    for (int j = 1; j <= target.length; j++) {
      double sum = 0;
      for (int i = 0; i <= source.length; i++) {
        int place = places[i][j];
        toTarget[i][j] =
            place < 0 ? 0 : model.toTarget(place) * prior(i, source.length, j, target.length);
        sum += toTarget[i][j];
      }
      for (int i = 0; i <= source.length && sum > 0; i++) {
        toTarget[i][j] /= sum;
      }
    }
    for (int i = 1; i <= source.length; i++) {
      double sum = 0;
      for (int j = 0; j <= target.length; j++) {
        int place = places[i][j];
        toSource[i][j] =
            place < 0 ? 0 : model.toSource(place) * prior(j, target.length, i, source.length);
        sum += toSource[i][j];
      }
      for (int j = 0; j <= target.length && sum > 0; j++) {
        toSource[i][j] /= sum;
      }
    }
    for (int i = 1; i <= source.length; i++) {
      sourceCounts[source[i - 1]]++;
      for (int j = 1; j <= target.length; j++) {
        if (places[i][j] >= 0) {
          counts[places[i][j]] += Math.sqrt(toTarget[i][j] * toSource[i][j]);
        }
      }
    }
    for (int word : target) {
      targetCounts[word]++;
    }
  }

  /** The prior of taking place {@code from} of {@code length}, 0 being the null word. */
  private static double prior(int from, int length, int to, int toLength) {
    if (from == 0) {
      return NULL_PRIOR;
    }
    double distance = Math.abs((from - 0.5) / length - (to - 0.5) / toLength);
    return StrictMath.exp(-DIAGONAL * distance);
  }

  Cooccurrences pairs() {
    return model.pairs();
  }

  /** The links of the pair at a place. */
  double count(int place) {
    return counts[place];
  }

  /** How often a source word occurs. */
  double sourceCount(int source) {
    return sourceCounts[source];
  }

  /** How often a target word occurs. */
  double targetCount(int target) {
    return targetCounts[target];
  }
}

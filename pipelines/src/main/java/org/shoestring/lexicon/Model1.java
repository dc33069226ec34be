package org.shoestring.lexicon;

import java.util.Arrays;

/**
 * IBM Model 1 in both directions, trained by expectation maximisation (Brown, Della Pietra, Della
 * Pietra and Mercer 1993, "The mathematics of statistical machine translation", section 4.2):
 *
 * <pre>
 *   expected count of (s, t) += p(t | s) / (p(t | null) + sum of p(t | s') over the sentence)
 *   p(t | s)                  = expected count of (s, t) / sum over t' of that of (s, t')
 * </pre>
 *
 * <p>Sums run in the order of the data and of the words' numbers, so the same data give the same
 * bits. An array of numbers is kept for each direction by the places of {@link Cooccurrences}: 32
 * bytes a pair of words.
 */
final class Model1 {
  private final Cooccurrences pairs;
  private final double[] toTarget;
  private final double[] toSource;

  /** p(t | s) and p(s | t), by place. */
  Model1(Cooccurrences pairs, double[] toTarget, double[] toSource) {
    this.pairs = pairs;
    this.toTarget = toTarget;
    this.toSource = toSource;
  }

  /** The model before the first iteration: every word is as likely as any other. */
  static Model1 uniform(Cooccurrences pairs) {
    double[] toTarget = new double[pairs.size()];
    double[] toSource = new double[pairs.size()];
    Arrays.fill(toTarget, 1.0 / Math.max(1, pairs.targetWords() - 1));
    Arrays.fill(toSource, 1.0 / Math.max(1, pairs.sourceWords() - 1));
    return new Model1(pairs, toTarget, toSource);
  }

  Cooccurrences pairs() {
    return pairs;
  }

  /** p(target | source) of the pair at a place. */
  double toTarget(int place) {
    return toTarget[place];
  }

  /** p(source | target) of the pair at a place. */
  double toSource(int place) {
    return toSource[place];
  }

  /** Both arrays, target given source first; callers only read them. */
  double[][] probabilities() {
    return new double[][] {toTarget, toSource};
  }

  /** Starts an iteration: expected counts under this model, all zero. */
  Counts counts() {
    return new Counts();
  }

  /** The expected counts of one iteration. */
  final class Counts {
    private final double[] targetCounts = new double[pairs.size()];
    private final double[] sourceCounts = new double[pairs.size()];
    private double logLikelihood;

    /** Adds a sentence pair, as word numbers. */
    void add(int[] source, int[] target) {
      int[][] places = pairs.places(source, target);
      for (int j = 1; j <= target.length; j++) {
        double sum = 0;
        for (int i = 0; i <= source.length; i++) {
          sum += at(toTarget, places[i][j]);
        }
        for (int i = 0; i <= source.length && sum > 0; i++) {
          addTo(targetCounts, places[i][j], at(toTarget, places[i][j]) / sum);
        }
        addLog(sum, source.length);
      }
      for (int i = 1; i <= source.length; i++) {
        double sum = 0;
        for (int j = 0; j <= target.length; j++) {
          sum += at(toSource, places[i][j]);
        }
        for (int j = 0; j <= target.length && sum > 0; j++) {
          addTo(sourceCounts, places[i][j], at(toSource, places[i][j]) / sum);
        }
        addLog(sum, target.length);
      }
    }

    private void addLog(double sum, int words) {
      if (sum > 0) {
        logLikelihood += StrictMath.log(sum / (words + 1));
      }
    }

    /**
     * The logarithm of what the model before this iteration gave to the data, both directions
     * together; it never falls from one iteration to the next.
     */
    double logLikelihood() {
      return logLikelihood;
    }

    /** The model that these counts make: the end of the iteration, which uses the counts up. */
    Model1 model() {
      double[] ofTarget = new double[pairs.targetWords()];
      for (int source = 0; source < pairs.sourceWords(); source++) {
        double sum = 0;
        for (int place = pairs.start(source); place < pairs.end(source); place++) {
          sum += targetCounts[place];
          ofTarget[pairs.target(place)] += sourceCounts[place];
        }
        for (int place = pairs.start(source); place < pairs.end(source); place++) {
          targetCounts[place] = sum > 0 ? targetCounts[place] / sum : 0;
        }
      }
      for (int place = 0; place < sourceCounts.length; place++) {
        double sum = ofTarget[pairs.target(place)];
        sourceCounts[place] = sum > 0 ? sourceCounts[place] / sum : 0;
      }
      return new Model1(pairs, targetCounts, sourceCounts);
    }
  }

  private static double at(double[] values, int place) {
    return place < 0 ? 0 : values[place];
  }

  private static void addTo(double[] values, int place, double amount) {
    if (place >= 0) {
      values[place] += amount;
    }
  }
}

package org.shoestring.metric.classes;

/** A score of one class, 0 to 1, by scikit-learn's formulas. */
public enum ClassScore {
  /** The share of the hypotheses of a class that are correct. */
  PRECISION("precision") {
    @Override
    double of(double correct, double predicted, double reference, double zeroDivision) {
      return predicted == 0 ? zeroDivision : correct / predicted;
    }
  },

  /** The share of the references of a class that the hypotheses have right. */
  RECALL("recall") {
    @Override
    double of(double correct, double predicted, double reference, double zeroDivision) {
      return reference == 0 ? zeroDivision : correct / reference;
    }
  },

  /** The harmonic mean of both. */
  F1("F1") {
    @Override
    double of(double correct, double predicted, double reference, double zeroDivision) {
      double precision = PRECISION.of(correct, predicted, reference, zeroDivision);
      double recall = RECALL.of(correct, predicted, reference, zeroDivision);
      // From counts alone it would differ in the last bit from scikit-learn 1.2.1.
      double sum = precision + recall;
      return sum == 0 ? 0 : 2 * precision * recall / sum;
    }
  };

  private final String label;

  ClassScore(String label) {
    this.label = label;
  }

  /** As papers write it. */
  public String label() {
    return label;
  }

  /**
   * The score of a class.
   *
   * @param zeroDivision precision without hypotheses, and recall without references
   */
  abstract double of(double correct, double predicted, double reference, double zeroDivision);
}

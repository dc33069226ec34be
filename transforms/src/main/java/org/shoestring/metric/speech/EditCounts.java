package org.shoestring.metric.speech;

import java.util.List;
import org.shoestring.spec.Decimals;

/**
 * The counts of an alignment, and the rates made of them by jiwer 4's rules. A reference without
 * words has the error rate that its insertions count: 0 if the hypothesis has none either.
 */
record EditCounts(double hits, double substitutions, double deletions, double insertions) {
  static final List<String> NAMES = List.of("hits", "substitutions", "deletions", "insertions");

  static EditCounts of(double[] sums) {
    return new EditCounts(sums[0], sums[1], sums[2], sums[3]);
  }

  double edits() {
    return substitutions + deletions + insertions;
  }

  private double reference() {
    return hits + substitutions + deletions;
  }

  private double hypothesis() {
    return hits + substitutions + insertions;
  }

  /** Edits over the length of the reference. */
  double errorRate() {
    return reference() == 0 ? insertions : edits() / reference();
  }

  /** Edits over the length of the alignment (Morris et al. 2004). */
  double matchErrorRate() {
    return edits() == 0 ? 0 : edits() / (hits + edits());
  }

  /** The share of the reference that was hit times that of the hypothesis (Morris et al. 2004). */
  double informationPreserved() {
    if (reference() == 0 || hypothesis() == 0) {
      return edits() == 0 ? 1 : 0;
    }
    return (hits / reference()) * (hits / hypothesis());
  }

  double informationLost() {
    return 1 - informationPreserved();
  }

  /** All counts, as scores show them. */
  @Override
  public String toString() {
    return "(hits = "
        + Decimals.fixed(hits, 0)
        + " substitutions = "
        + Decimals.fixed(substitutions, 0)
        + " deletions = "
        + Decimals.fixed(deletions, 0)
        + " insertions = "
        + Decimals.fixed(insertions, 0)
        + ")";
  }
}

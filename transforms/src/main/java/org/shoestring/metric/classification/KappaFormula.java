package org.shoestring.metric.classification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.classes.LabelPairs;
import org.shoestring.metric.classes.PairwiseSum;
import org.shoestring.spec.Shown;

/** Kappa of counts of pairs, added up in numpy's order. */
final class KappaFormula {
  private final KappaWeights weights;
  private final Map<String, Integer> places = new HashMap<>();
  private final double[] predicted;
  private final double[] references;
  private double segments;
  private double observed;

  /**
   * Of pairs.
   *
   * @param order of all labels; empty for the sorted ones
   * @throws BadDataException if there are others
   */
  KappaFormula(KappaWeights weights, List<String> order, KeyCounts pairs) {
    this.weights = weights;
    List<String> labels =
        order.isEmpty() ? new ArrayList<>(LabelPairs.classes(pairs).keys()) : order;
    for (String label : labels) {
      places.put(label, places.size());
    }
    predicted = new double[labels.size()];
    references = new double[labels.size()];
    LabelPairs.forEach(pairs, this::add);
  }

  private void add(String reference, String hypothesis, double count) {
    int row = place(reference);
    int column = place(hypothesis);
    references[row] += count;
    predicted[column] += count;
    segments += count;
    observed += weights.of(row, column) * count;
  }

  private int place(String label) {
    Integer place = places.get(label);
    if (place == null) {
      throw new BadDataException(
          "there is the label "
              + Shown.quoted(label)
              + ", which the parameter labels of the metric kappa does not name; add it there, at"
              + " its place in the order");
    }
    return place;
  }

  int classes() {
    return places.size();
  }

  /**
   * The score; 0 of no pairs.
   *
   * @throws BadDataException if it is not defined
   */
  double value() {
    if (segments == 0) {
      return 0;
    }
    int size = places.size();
    double expected = PairwiseSum.of(size * size, cell -> expected(cell / size, cell % size));
    if (expected == 0) {
      throw new BadDataException(
          "kappa is not defined where all hypotheses and references have one and the same label;"
              + " score more segments, or use the metric accuracy");
    }
    return 1 - observed / expected;
  }

  /** What the counts of both sides let expect, as scikit-learn arranges it. */
  private double expected(int row, int column) {
    return weights.of(row, column) * (predicted[row] * references[column] / segments);
  }
}

package org.shoestring.metric.classification;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Score;
import org.shoestring.metric.Signature;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Parameter;

/**
 * How the scores of classes become one, as scikit-learn's {@code average} and {@code zero_division}
 * say: {@code macro} is their mean, {@code weighted} that by the number of references, {@code
 * micro} the score of the counts of all classes together, and {@code none} a score each, which is
 * called {@code F1[label]}, sorted by label.
 */
public final class ClassAverage {
  private static final String MICRO = "micro";
  private static final String MACRO = "macro";
  private static final String WEIGHTED = "weighted";
  private static final String NONE = "none";

  private final String average;
  private final String zeroDivision;

  private ClassAverage(String average, String zeroDivision) {
    this.average = average;
    this.zeroDivision = zeroDivision;
  }

  /**
   * The parameters {@code average} and {@code zero-division}.
   *
   * @param fallback of the average
   */
  public static List<Parameter> parameters(String fallback) {
    return List.of(
        Parameter.choice(
            "average",
            List.of(MICRO, MACRO, WEIGHTED, NONE),
            fallback,
            "how classes are averaged; none prints a score for each of them"),
        Parameter.choice(
            "zero-division",
            List.of("0", "1"),
            "0",
            "the precision or recall of a class without any outputs or references"));
  }

  public static ClassAverage of(Arguments arguments) {
    return new ClassAverage(arguments.text("average"), arguments.text("zero-division"));
  }

  /** Adds the settings. */
  public Signature sign(Signature signature) {
    return signature.with("average", average).with("zero", zeroDivision);
  }

  /**
   * The scores.
   *
   * @param name that of the only one
   * @param totals the {@link ClassCounts} of all segments
   */
  public List<Score> scores(ClassScore score, String name, KeyCounts totals, String signature) {
    List<Score> scores = new ArrayList<>();
    if (average.equals(NONE)) {
      for (String label : totals.keys()) {
        double[] counts = counts(totals, label);
        scores.add(
            new Score(name + "[" + label + "]", of(score, counts), details("", counts), signature));
      }
    } else {
      double[] sums = {total(totals, 0), total(totals, 1), total(totals, 2)};
      String classes = "classes = " + totals.keys().size() + " ";
      scores.add(new Score(name, mean(score, totals, sums), details(classes, sums), signature));
    }
    return scores;
  }

  private double mean(ClassScore score, KeyCounts totals, double[] sums) {
    int classes = totals.keys().size();
    double weight = average.equals(WEIGHTED) ? sums[ClassCounts.REFERENCE] : classes;
    if (average.equals(MICRO) || weight == 0) {
      // Weighted by nothing, the tools answer what they answer for the sums.
      return of(score, sums);
    }
    double[] values = new double[classes];
    int i = 0;
    for (String label : totals.keys()) {
      double[] counts = counts(totals, label);
      values[i++] =
          of(score, counts) * (average.equals(WEIGHTED) ? counts[ClassCounts.REFERENCE] : 1);
    }
    return PairwiseSum.of(values) / weight;
  }

  private double of(ClassScore score, double... counts) {
    return score.of(
        counts[ClassCounts.CORRECT],
        counts[ClassCounts.PREDICTED],
        counts[ClassCounts.REFERENCE],
        zeroDivision.equals("1") ? 1 : 0);
  }

  private static double total(KeyCounts totals, int index) {
    return totals.total(index);
  }

  private static double[] counts(KeyCounts totals, String label) {
    return new double[] {totals.get(label, 0), totals.get(label, 1), totals.get(label, 2)};
  }

  private static String details(String classes, double... counts) {
    return "("
        + classes
        + "correct = "
        + Decimals.fixed(counts[ClassCounts.CORRECT], 0)
        + " predicted = "
        + Decimals.fixed(counts[ClassCounts.PREDICTED], 0)
        + " reference = "
        + Decimals.fixed(counts[ClassCounts.REFERENCE], 0)
        + ")";
  }
}

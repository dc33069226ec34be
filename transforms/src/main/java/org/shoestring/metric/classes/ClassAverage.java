package org.shoestring.metric.classes;

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
    List<double[]> classes = new ArrayList<>();
    double[] sums = new double[ClassCounts.SIZE];
    List<Score> scores = new ArrayList<>();
    for (String label : totals.keys()) {
      double[] counts = new double[ClassCounts.SIZE];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = totals.get(label, i);
        sums[i] += counts[i];
      }
      if (average.equals(NONE)) {
        scores.add(score(score, name + "[" + label + "]", counts, signature));
      } else if (counts[ClassCounts.PREDICTED] + counts[ClassCounts.REFERENCE] > 0) {
        // Not those that a resample has lost: scikit-learn does not see them either.
        classes.add(counts);
      }
    }
    if (!average.equals(NONE)) {
      String details = "(classes = " + classes.size() + " " + details(sums) + ")";
      scores.add(new Score(name, mean(score, classes, sums), details, signature));
    }
    return scores;
  }

  private Score score(ClassScore score, String name, double[] counts, String signature) {
    return new Score(name, of(score, counts), "(" + details(counts) + ")", signature);
  }

  private double mean(ClassScore score, List<double[]> classes, double[] sums) {
    boolean isWeighted = average.equals(WEIGHTED);
    double weight = isWeighted ? sums[ClassCounts.REFERENCE] : classes.size();
    if (average.equals(MICRO) || weight == 0) {
      // Weighted by nothing, the tools answer what they answer for the sums.
      return of(score, sums);
    }
    double sum =
        PairwiseSum.of(
            classes.size(),
            i ->
                of(score, classes.get(i))
                    * (isWeighted ? classes.get(i)[ClassCounts.REFERENCE] : 1));
    return sum / weight;
  }

  private double of(ClassScore score, double... counts) {
    return score.of(
        counts[ClassCounts.CORRECT],
        counts[ClassCounts.PREDICTED],
        counts[ClassCounts.REFERENCE],
        zeroDivision.equals("1") ? 1 : 0);
  }

  private static String details(double... counts) {
    return "correct = "
        + Decimals.fixed(counts[ClassCounts.CORRECT], 0)
        + " predicted = "
        + Decimals.fixed(counts[ClassCounts.PREDICTED], 0)
        + " reference = "
        + Decimals.fixed(counts[ClassCounts.REFERENCE], 0);
  }
}

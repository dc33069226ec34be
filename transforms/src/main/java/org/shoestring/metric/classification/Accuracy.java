package org.shoestring.metric.classification;

import java.util.List;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Signature;
import org.shoestring.metric.classes.ClassCounts;
import org.shoestring.metric.classes.LabelMetric;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Parameter;

/**
 * Accuracy, 0 to 1: the share of segments whose output is the label, character for character, as
 * scikit-learn's {@code accuracy_score} computes it. With several references any of them will do.
 * No segments score 0.
 *
 * <p>Statistics of a segment: for its labels {@link ClassCounts}.
 */
public final class Accuracy extends LabelMetric {
  private static final int VERSION = 2;

  private Accuracy() {}

  @Override
  public boolean isRightOrWrong() {
    return true;
  }

  @Override
  public List<Score> scores(KeyCounts totals, int references) {
    double correct = totals.total(ClassCounts.CORRECT);
    double total = totals.total(ClassCounts.PREDICTED);
    return List.of(
        new Score(
            "accuracy",
            total == 0 ? 0 : correct / total,
            "(correct = "
                + Decimals.fixed(correct, 0)
                + " total = "
                + Decimals.fixed(total, 0)
                + ")",
            Signature.of(references).version(VERSION)));
  }

  /** The catalog entry {@code accuracy}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "accuracy";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "Accuracy, 0 to 1: the share of outputs that equal a reference exactly";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Accuracy();
    }
  }
}

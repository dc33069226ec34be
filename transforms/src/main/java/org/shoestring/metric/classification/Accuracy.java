package org.shoestring.metric.classification;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Parameter;

/**
 * Accuracy, 0 to 1: the share of segments whose output is the label, character for character, as
 * scikit-learn's {@code accuracy_score} computes it. With several references any of them will do.
 * No segments score 0.
 *
 * <p>Statistics of a segment: {@code correct}, 0 or 1, and {@code total}, 1.
 */
public final class Accuracy implements SumMetric {
  private static final int VERSION = 1;

  private Accuracy() {}

  @Override
  public List<String> statistics() {
    return List.of("correct", "total");
  }

  @Override
  public boolean isRightOrWrong() {
    return true;
  }

  @Override
  public double[] measure(Segment segment) {
    return new double[] {segment.references().contains(segment.hypothesis()) ? 1 : 0, 1};
  }

  @Override
  public Score score(double[] sums, int references) {
    return new Score(
        "accuracy",
        sums[1] == 0 ? 0 : sums[0] / sums[1],
        "(correct = " + Decimals.fixed(sums[0], 0) + " total = " + Decimals.fixed(sums[1], 0) + ")",
        Signature.of(references).version(VERSION));
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

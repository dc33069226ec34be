package org.shoestring.metric.classification;

import java.util.List;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Signature;
import org.shoestring.metric.classes.ClassCounts;
import org.shoestring.metric.classes.LabelMetric;
import org.shoestring.metric.classes.PairwiseSum;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Balanced accuracy, 0 to 1: the mean recall of all labels that references have, as scikit-learn's
 * {@code balanced_accuracy_score} computes it. No segments score 0.
 *
 * <p>Statistics of a segment: for its labels {@link ClassCounts}.
 */
public final class BalancedAccuracy extends LabelMetric {
  private static final int VERSION = 1;

  private BalancedAccuracy() {}

  @Override
  public List<Score> scores(KeyCounts totals, int references) {
    double[] recalls =
        totals.keys().stream()
            .filter(label -> totals.get(label, ClassCounts.REFERENCE) > 0)
            .mapToDouble(
                label ->
                    totals.get(label, ClassCounts.CORRECT)
                        / totals.get(label, ClassCounts.REFERENCE))
            .toArray();
    return List.of(
        new Score(
            "balanced accuracy",
            recalls.length == 0 ? 0 : PairwiseSum.of(recalls) / recalls.length,
            "(classes = " + recalls.length + ")",
            Signature.of(references).version(VERSION)));
  }

  /** The catalog entry {@code balanced-accuracy}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "balanced-accuracy";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "Balanced accuracy, 0 to 1: the mean recall of the references' labels";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new BalancedAccuracy();
    }
  }
}

package org.shoestring.metric.ranking;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.PairMetric;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.numbers.NumberPairs;
import org.shoestring.metric.numbers.WrittenNumber;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * The area under the ROC curve, 0 to 1, 0.5 by chance: how likely a positive line has a higher
 * score than a negative one, as scikit-learn's {@code roc_auc_score} computes it for binary labels.
 * The counts are whole numbers, so it is exact but for the division. Without a positive and a
 * negative line it is an error.
 *
 * <p>Statistics of a segment: the {@code reference}, 1 if it is the positive label and else 0, and
 * the {@code hypothesis}, any finite number. Exactly one reference.
 */
public final class Auc implements PairMetric {
  private static final String NAME = "auc";
  private static final int VERSION = 1;

  private final BinaryLabels labels;

  private Auc(BinaryLabels labels) {
    this.labels = labels;
  }

  @Override
  public double[] measure(Segment segment) {
    double label = labels.of(segment);
    return new double[] {label, WrittenNumber.of("the hypothesis", segment.hypothesis())};
  }

  @Override
  public Score score(NumberPairs pairs, int references) {
    PositiveCounts counts = PositiveCounts.of(NAME, pairs);
    counts.needPositives(labels.positive());
    counts.needNegatives(labels.positive());
    return new Score(
        "AUC",
        RocArea.halves(pairs) / (2.0 * counts.positives() * counts.negatives()),
        counts.details(),
        Signature.of(references).with("positive", labels.positive()).version(VERSION));
  }

  /** The catalog entry {@code auc}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "AUC, 0 to 1: how likely a positive line has a higher score than a negative one";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(BinaryLabels.POSITIVE);
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Auc(new BinaryLabels(NAME, arguments));
    }
  }
}

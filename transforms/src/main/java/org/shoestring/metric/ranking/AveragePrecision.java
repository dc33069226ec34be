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
 * Average precision, 0 to 1: the mean, over the positive lines, of the precision at the threshold
 * that is their score, as scikit-learn's {@code average_precision_score} computes it for binary
 * labels; it does not interpolate, and lines of one score are one threshold. Without a positive
 * line it is an error, where scikit-learn warns and answers 0; without a negative one it is 1.
 *
 * <p>Statistics of a segment: the {@code reference}, 1 if it is the positive label and else 0, and
 * the {@code hypothesis}, any finite number. Exactly one reference.
 */
public final class AveragePrecision implements PairMetric {
  private static final String NAME = "average-precision";
  private static final int VERSION = 1;

  private final BinaryLabels labels;

  private AveragePrecision(BinaryLabels labels) {
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
    return new Score(
        NAME,
        PrecisionSteps.sum(counts, pairs) / counts.positives(),
        counts.details(),
        Signature.of(references).with("positive", labels.positive()).version(VERSION));
  }

  /** The catalog entry {@code average-precision}. */
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
      return "Average precision, 0 to 1: the area under the precision-recall curve";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(BinaryLabels.POSITIVE);
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new AveragePrecision(new BinaryLabels(NAME, arguments));
    }
  }
}

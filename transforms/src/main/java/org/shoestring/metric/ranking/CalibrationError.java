package org.shoestring.metric.ranking;

import java.util.List;
import org.shoestring.metric.CountMetric;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.numbers.PreciseSum;
import org.shoestring.metric.numbers.WrittenNumber;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Parameter;

/**
 * Expected calibration error, 0 to 1, lower is better (Naeini et al. 2015): the mean difference of
 * confidence and accuracy over bins of equal width, weighted by their lines, as torchmetrics'
 * {@code BinaryCalibrationError} with the norm l1 computes it. A bin has its lower bound, not its
 * upper one, and a confidence of exactly 1 has a bin of its own. Bounds are the doubles nearest to
 * k/bins, where torchmetrics takes those of the precision of its input.
 *
 * <p>The hypothesis is a confidence from 0 to 1, the reference whether it was right: for a binary
 * label its probability and the label itself, for several labels the probability of the one that
 * was chosen, and 1 if that is right. Exactly one reference. Without any lines there is no score,
 * but an error.
 *
 * <p>Statistics of a segment: for its bin 1, the confidence, and 1 if it was right.
 */
public final class CalibrationError implements CountMetric {
  private static final String NAME = "calibration-error";
  private static final int VERSION = 1;
  private static final int MOST_BINS = 1000;
  private static final int TOTAL = 0;
  private static final int CONFIDENCE = 1;
  private static final int CORRECT = 2;

  private final BinaryLabels labels;
  private final int bins;

  private CalibrationError(BinaryLabels labels, int bins) {
    this.labels = labels;
    this.bins = bins;
  }

  @Override
  public boolean isLowerBetter() {
    return true;
  }

  @Override
  public int counts() {
    return CORRECT + 1;
  }

  @Override
  public void measure(Segment segment, KeyCounts counts) {
    double label = labels.of(segment);
    double confidence = WrittenNumber.probability("the hypothesis", segment.hypothesis());
    String bin = Integer.toString(bin(confidence));
    counts.add(bin, TOTAL, 1);
    counts.add(bin, CONFIDENCE, confidence);
    counts.add(bin, CORRECT, label);
  }

  /** The highest bin whose lower bound is not above the confidence. */
  private int bin(double confidence) {
    int bin = (int) (confidence * bins);
    if (confidence < (double) bin / bins) {
      return bin - 1;
    }
    return confidence >= (bin + 1.0) / bins ? bin + 1 : bin;
  }

  @Override
  public List<Score> scores(KeyCounts totals, int references) {
    double total = totals.total(TOTAL);
    if (total == 0) {
      throw PositiveCounts.none(NAME);
    }
    PreciseSum differences = new PreciseSum();
    for (int i = 0; i <= bins; i++) {
      String bin = Integer.toString(i);
      differences.add(Math.abs(totals.get(bin, CORRECT) - totals.get(bin, CONFIDENCE)), 1);
    }
    return List.of(
        new Score(
            "ECE",
            differences.value() / total,
            "(n = " + Decimals.fixed(total, 0) + ")",
            Signature.of(references)
                .with("positive", labels.positive())
                .with("bins", Integer.toString(bins))
                .version(VERSION)));
  }

  /** The catalog entry {@code calibration-error}. */
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
      return "ECE, 0 to 1: how far confidence is from accuracy; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          BinaryLabels.POSITIVE,
          Parameter.whole("bins", 1, MOST_BINS, 15, "how many bins confidences are put into"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new CalibrationError(new BinaryLabels(NAME, arguments), (int) arguments.whole("bins"));
    }
  }
}

package org.shoestring.metric.ranking;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;
import org.shoestring.metric.numbers.WrittenNumber;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Parameter;

/**
 * Log loss, also cross-entropy, 0 and up, in nats, lower is better: minus the mean logarithm of the
 * probability that the hypothesis gives the right one of two labels. As scikit-learn since 1.2
 * computes it of doubles: probabilities are clipped to {@code [eps, 1 - eps]}, where {@code eps} is
 * 2^-52, the distance of 1 from the next double; before, it was 1e-15. So a wrong certainty costs
 * 36.04, not infinitely much. References of one label only are no error, since both are known.
 *
 * <p>Statistics of a segment: {@code loss}, and {@code total}, 1. The hypothesis is the probability
 * of the positive label. Exactly one reference. Without any lines there is no score, but an error.
 */
public final class LogLoss implements SumMetric {
  private static final String NAME = "log-loss";
  private static final int VERSION = 1;
  private static final double EPS = 0x1p-52;

  private final BinaryLabels labels;
  private final double eps;

  private LogLoss(BinaryLabels labels, double eps) {
    this.labels = labels;
    this.eps = eps;
  }

  @Override
  public boolean isLowerBetter() {
    return true;
  }

  @Override
  public List<String> statistics() {
    return List.of("loss", "total");
  }

  @Override
  public double[] measure(Segment segment) {
    double label = labels.of(segment);
    double given = WrittenNumber.probability("the hypothesis", segment.hypothesis());
    double clipped = Math.max(eps, Math.min(1 - eps, given));
    return new double[] {-StrictMath.log(label == 1 ? clipped : 1 - clipped), 1};
  }

  @Override
  public Score score(double[] sums, int references) {
    if (sums[1] == 0) {
      throw PositiveCounts.none(NAME);
    }
    return new Score(
        NAME,
        sums[0] / sums[1],
        "(n = " + Decimals.fixed(sums[1], 0) + ")",
        Signature.of(references)
            .with("positive", labels.positive())
            .with("eps", Decimals.repr(eps))
            .version(VERSION));
  }

  /** The catalog entry {@code log-loss}. */
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
      return "Log loss, 0 and up: how little the right label was expected; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          BinaryLabels.POSITIVE,
          Parameter.decimal(
              "eps", 1e-16, 0.5, EPS, "probabilities nearer to 0 or 1 are taken as this far away"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new LogLoss(new BinaryLabels(NAME, arguments), arguments.decimal("eps"));
    }
  }
}

package org.shoestring.metric.rating;

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
 * Mean squared error, 0 and up, lower is better, as scikit-learn's {@code mean_squared_error}
 * computes it of two columns of finite numbers; its unit is the square of theirs. Exactly one
 * reference. Without any lines there is no score, but an error.
 *
 * <p>Statistics of a segment: {@code squared-error}, and {@code total}, 1.
 */
public final class MeanSquaredError implements SumMetric {
  private static final String NAME = "mse";
  private static final int VERSION = 1;

  private MeanSquaredError() {}

  @Override
  public boolean isLowerBetter() {
    return true;
  }

  @Override
  public List<String> statistics() {
    return List.of("squared-error", "total");
  }

  @Override
  public double[] measure(Segment segment) {
    return Ratings.difference(NAME, segment, difference -> difference * difference);
  }

  @Override
  public Score score(double[] sums, int references) {
    return new Score(
        "MSE",
        Ratings.mean(NAME, sums),
        "(n = " + Decimals.fixed(sums[1], 0) + ")",
        Signature.of(references).version(VERSION));
  }

  /** The catalog entry {@code mse}. */
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
      return "MSE, 0 and up: the mean squared difference from the reference; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new MeanSquaredError();
    }
  }
}

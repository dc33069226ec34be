package org.shoestring.metric.translation;

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
 * Exact match, 0 to 1: the share of segments whose hypothesis is the reference, character for
 * character, case and blanks included. With several references any of them will do. No segments
 * score 0.
 *
 * <p>Statistics of a segment: {@code matches}, 0 or 1, and {@code segments}, 1.
 */
public final class ExactMatch implements SumMetric {
  private static final int VERSION = 1;

  private ExactMatch() {}

  @Override
  public List<String> statistics() {
    return List.of("matches", "segments");
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
        "exact-match",
        sums[1] == 0 ? 0 : sums[0] / sums[1],
        "(matches = "
            + Decimals.fixed(sums[0], 0)
            + " segments = "
            + Decimals.fixed(sums[1], 0)
            + ")",
        Signature.of(references).version(VERSION));
  }

  /** The catalog entry {@code exact-match}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "exact-match";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "Exact match, 0 to 1: the share of outputs that equal a reference exactly";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new ExactMatch();
    }
  }
}

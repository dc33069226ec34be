package org.shoestring.metric.rating;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.PairMetric;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.numbers.NumberPairs;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Spearman's rank correlation coefficient, -1 to 1: Pearson's of the ranks, where equal numbers
 * have the mean of their ranks, as scipy's {@code spearmanr} computes it.
 *
 * <p>Statistics of a segment: the {@code reference} and the {@code hypothesis}, any finite numbers.
 * Exactly one reference. Fewer than two lines, or a side with one number only, are an error; scipy
 * answers nan.
 */
public final class Spearman implements PairMetric {
  private static final String NAME = "spearman";
  private static final int VERSION = 1;

  private Spearman() {}

  @Override
  public double[] measure(Segment segment) {
    return Ratings.of(NAME, segment);
  }

  @Override
  public Score score(NumberPairs pairs, int references) {
    return new Score(
        NAME,
        ProductMoment.of(NAME, pairs.ranked()),
        Ratings.details(pairs),
        Signature.of(references).version(VERSION));
  }

  /** The catalog entry {@code spearman}. */
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
      return "Spearman's rho, -1 to 1: how well outputs rank lines as the references do";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Spearman();
    }
  }
}

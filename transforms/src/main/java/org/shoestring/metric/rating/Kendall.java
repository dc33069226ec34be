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
 * Kendall's tau, -1 to 1: concordant twos of lines minus discordant ones, over all, where ties are
 * counted as variant b (Kendall 1945) or c (Stuart 1953) says, as scipy's {@code kendalltau}
 * computes it. The counts are whole numbers, so tau is exact but for the last division.
 *
 * <p>Statistics of a segment: the {@code reference} and the {@code hypothesis}, any finite numbers.
 * Exactly one reference. Fewer than two lines, or a side with one number only, are an error; scipy
 * answers nan.
 */
public final class Kendall implements PairMetric {
  private static final String NAME = "kendall";
  private static final int VERSION = 1;

  private final String variant;

  private Kendall(String variant) {
    this.variant = variant;
  }

  @Override
  public double[] measure(Segment segment) {
    return Ratings.of(NAME, segment);
  }

  @Override
  public Score score(NumberPairs pairs, int references) {
    Ratings.checkTwo(NAME, pairs);
    return new Score(
        NAME,
        Math.max(-1, Math.min(1, tau(pairs))),
        Ratings.details(pairs),
        Signature.of(references).with("variant", variant).version(VERSION));
  }

  private double tau(NumberPairs pairs) {
    KendallTies ties = KendallTies.ofReferences(pairs);
    KendallTies others = KendallTies.ofHypotheses(pairs);
    if (ties.different() == 1 || others.different() == 1) {
      throw Ratings.constant(NAME, ties.different() == 1 ? "references" : "hypotheses");
    }
    long size = pairs.size();
    long all = KendallTies.twos(size);
    long untied = all - ties.tiedTwos();
    long otherUntied = all - others.tiedTwos();
    // Neither concordant nor discordant are those tied on a side; tied on both they count once.
    long difference = untied + otherUntied - all + ties.jointTwos() - 2 * pairs.discordances();
    if (variant.equals("b")) {
      return untied == otherUntied
          ? (double) difference / untied
          : difference / Math.sqrt((double) untied) / Math.sqrt((double) otherUntied);
    }
    double different = Math.min(ties.different(), others.different());
    return 2.0 * difference / ((double) size * size * ((different - 1) / different));
  }

  /** The catalog entry {@code kendall}. */
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
      return "Kendall's tau, -1 to 1: how well outputs rank lines as the references do";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.choice("variant", List.of("b", "c"), "b", "how ties are counted, b or c"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Kendall(arguments.text("variant"));
    }
  }
}

package org.shoestring.metric.classification;

import java.util.List;
import org.shoestring.metric.CountMetric;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.classes.LabelOverlap;
import org.shoestring.metric.classes.LabelPairs;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.UsageException;

/**
 * Cohen's kappa, -1 to 1, 0 being chance (Cohen 1960, 1968), as scikit-learn's {@code
 * cohen_kappa_score} computes it. Weights need an order of the labels: as text, where {@code 10}
 * comes before {@code 2}, or the one that is given. Not defined where all hypotheses and references
 * have one and the same label. No segments score 0.
 *
 * <p>Statistics of a segment: its pair of labels, the reference first, with a tab between them.
 */
public final class Kappa implements CountMetric {
  private static final int VERSION = 1;

  private final KappaWeights weights;
  private final List<String> labels;

  private Kappa(KappaWeights weights, List<String> labels) {
    this.weights = weights;
    this.labels = labels;
  }

  @Override
  public int counts() {
    return 1;
  }

  @Override
  public void measure(Segment segment, KeyCounts counts) {
    LabelPairs.measure(segment, counts);
  }

  @Override
  public void check(KeyCounts totals) {
    LabelOverlap.LABELS.check(LabelPairs.classes(totals));
  }

  @Override
  public List<Score> scores(KeyCounts totals, int references) {
    Signature signature = Signature.of(references).with("weights", weights.word());
    if (!labels.isEmpty()) {
      signature.with("labels", String.join("+", labels));
    }
    KappaFormula formula = new KappaFormula(weights, labels, totals);
    return List.of(
        new Score(
            "kappa",
            formula.value(),
            "(classes = " + formula.classes() + ")",
            signature.version(VERSION)));
  }

  /** The catalog entry {@code kappa}, with scikit-learn's parameters. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "kappa";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "Cohen's kappa of labels, -1 to 1; 0 is chance";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.choice(
              "weights",
              KappaWeights.words(),
              KappaWeights.NONE.word(),
              "how much more it counts to take a label for one that is further away"),
          Parameter.text(
              "labels",
              "",
              "all labels in their order, joined by +, for linear and quadratic; sorted as text by"
                  + " default"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      KappaWeights weights = KappaWeights.of(arguments.text("weights"));
      String text = arguments.text("labels");
      List<String> labels = text.isEmpty() ? List.of() : List.of(text.split("\\+", -1));
      if (weights == KappaWeights.NONE && !labels.isEmpty()) {
        throw arguments.error(
            "labels is the order that linear and quadratic weights need, but weights is none; set"
                + " weights, or leave labels out");
      }
      UsageException.checkDistinct("metric 'kappa'", "label", labels);
      return new Kappa(weights, labels);
    }
  }
}

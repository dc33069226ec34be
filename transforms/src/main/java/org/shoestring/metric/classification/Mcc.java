package org.shoestring.metric.classification;

import java.util.List;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Signature;
import org.shoestring.metric.classes.ClassCounts;
import org.shoestring.metric.classes.LabelMetric;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Matthews' correlation coefficient of labels, -1 to 1, 0 being chance, for any number of them
 * (Gorodkin 2004), as scikit-learn's {@code matthews_corrcoef} computes it. Where all hypotheses or
 * all references are of one label, it is 0.
 *
 * <p>Statistics of a segment: for its labels {@link ClassCounts}.
 */
public final class Mcc extends LabelMetric {
  private static final int VERSION = 1;

  private Mcc() {}

  @Override
  public List<Score> scores(KeyCounts totals, int references) {
    double correct = totals.total(ClassCounts.CORRECT);
    double segments = totals.total(ClassCounts.PREDICTED);
    double both = correct * segments;
    double ofHypotheses = segments * segments;
    double ofReferences = segments * segments;
    for (String label : totals.keys()) {
      double predicted = totals.get(label, ClassCounts.PREDICTED);
      double reference = totals.get(label, ClassCounts.REFERENCE);
      both -= reference * predicted;
      ofHypotheses -= predicted * predicted;
      ofReferences -= reference * reference;
    }
    double product = ofReferences * ofHypotheses;
    return List.of(
        new Score(
            "MCC",
            product == 0 ? 0 : both / Math.sqrt(product),
            "(classes = " + totals.keys().size() + ")",
            Signature.of(references).version(VERSION)));
  }

  /** The catalog entry {@code mcc}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "mcc";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "Matthews' correlation coefficient of labels, -1 to 1; 0 is chance";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Mcc();
    }
  }
}

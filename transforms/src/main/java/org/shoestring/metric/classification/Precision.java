package org.shoestring.metric.classification;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.classes.ClassAverage;
import org.shoestring.metric.classes.ClassCounts;
import org.shoestring.metric.classes.ClassScore;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Precision of labels, 0 to 1: of the outputs with a label, the share that is correct, as
 * scikit-learn's {@code precision_score} computes it. Averaged over labels by {@link ClassAverage}.
 *
 * <p>Statistics of a segment: for its labels {@link ClassCounts}. No segments score 0, or what
 * {@code zero-division} says.
 */
public final class Precision {
  private static final int VERSION = 1;

  private Precision() {}

  /** The catalog entry {@code precision}, with scikit-learn's parameters. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "precision";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "Precision of labels, 0 to 1: the share of the outputs with a label that is correct";
    }

    @Override
    public List<Parameter> parameters() {
      return ClassAverage.parameters("macro");
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new ClassMetric(ClassScore.PRECISION, ClassAverage.of(arguments), VERSION);
    }
  }
}

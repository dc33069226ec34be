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
 * F1 of labels, 0 to 1: the harmonic mean of precision and recall, as scikit-learn 1.2.1's {@code
 * f1_score} computes it. Averaged over labels by {@link ClassAverage}.
 *
 * <p>Statistics of a segment: for its labels {@link ClassCounts}. No segments score 0, or what
 * {@code zero-division} says.
 */
public final class F1 {
  private static final int VERSION = 1;

  private F1() {}

  /** The catalog entry {@code f1}, with scikit-learn's parameters. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "f1";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "F1 of labels, 0 to 1: the harmonic mean of precision and recall";
    }

    @Override
    public List<Parameter> parameters() {
      return ClassAverage.parameters("macro");
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new ClassMetric(ClassScore.F1, ClassAverage.of(arguments), VERSION);
    }
  }
}

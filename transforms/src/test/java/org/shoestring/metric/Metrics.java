package org.shoestring.metric;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.metric.tally.Tally;
import org.shoestring.spec.Spec;

/** Shorthands of the metric tests. */
public final class Metrics {

  private Metrics() {}

  /** A metric whose statistics are sums. */
  public static SumMetric metric(String spec) {
    return (SumMetric) MetricCatalog.bind(Spec.parse("test", spec));
  }

  /** Segments of columns: the hypotheses and one or more references. */
  @SafeVarargs
  public static List<Segment> segments(List<String> hypotheses, List<String>... references) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < hypotheses.size(); i++) {
      List<String> lines = new ArrayList<>();
      for (List<String> reference : references) {
        lines.add(reference.get(i));
      }
      segments.add(new Segment(hypotheses.get(i), lines));
    }
    return segments;
  }

  /** A segment of a line of TSV. */
  public static Segment segment(String line) {
    List<String> fields = List.of(line.split("\t", -1));
    return new Segment(fields.get(0), fields.subList(1, fields.size()));
  }

  public static double[] sums(SumMetric metric, List<Segment> segments) {
    double[] sums = new double[metric.statistics().size()];
    for (Segment segment : segments) {
      double[] counts = metric.measure(segment);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts[i];
      }
    }
    return sums;
  }

  /** The only score of segments. */
  public static Score score(String spec, List<Segment> segments) {
    List<Score> scores = scores(spec, segments);
    if (scores.size() != 1) {
      throw new AssertionError(scores);
    }
    return scores.get(0);
  }

  /** All scores of segments. */
  public static List<Score> scores(String spec, List<Segment> segments) {
    try (Tally tally = Tally.of(MetricCatalog.bind(Spec.parse("test", spec)))) {
      for (Segment segment : segments) {
        tally.measure(segment);
        tally.add();
      }
      return tally.scores(segments.get(0).references().size());
    }
  }
}

package org.shoestring.metric.speech;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Word information lost, 0 to 1, lower is better: 1 minus {@link Wip} (Morris et al. 2004), as
 * jiwer 4.0.0 computes it.
 *
 * <p>Statistics of a segment: {@code hits}, {@code substitutions}, {@code deletions} and {@code
 * insertions}. Exactly one reference.
 */
public final class Wil {
  private static final int VERSION = 1;

  private Wil() {}

  /** The catalog entry {@code wil}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "wil";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "WIL, 0 to 1: word information lost; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new AlignmentMetric(
          name(),
          "word",
          VERSION,
          new TranscriptSymbols.Words(),
          EditCounts::informationLost,
          true);
    }
  }
}

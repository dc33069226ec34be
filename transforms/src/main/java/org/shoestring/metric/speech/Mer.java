package org.shoestring.metric.speech;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Match error rate, 0 to 1, lower is better: the share of aligned words that are no hits (Morris et
 * al. 2004), as jiwer 4.0.0 computes it. Without any words on both sides it is 0.
 *
 * <p>Statistics of a segment: {@code hits}, {@code substitutions}, {@code deletions} and {@code
 * insertions}. Exactly one reference.
 */
public final class Mer {
  private static final int VERSION = 1;

  private Mer() {}

  /** The catalog entry {@code mer}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "mer";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "MER, 0 to 1: word edits over all aligned words; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new AlignmentMetric(
          name(), "word", VERSION, new TranscriptSymbols.Words(), EditCounts::matchErrorRate, true);
    }
  }
}

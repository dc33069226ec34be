package org.shoestring.metric.speech;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Character error rate, 0 and up, lower is better: the substituted, deleted and inserted code
 * points over those of the reference, as jiwer 4.0.0 computes it. Blanks count, but not those at
 * the ends of a line. Without any reference characters it is the number of insertions.
 *
 * <p>Statistics of a segment: {@code hits}, {@code substitutions}, {@code deletions} and {@code
 * insertions}. Exactly one reference.
 */
public final class Cer {
  private static final int VERSION = 1;

  private Cer() {}

  /** The catalog entry {@code cer}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "cer";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "CER, 0 and up: character edits over the characters of the reference; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new AlignmentMetric(
          name(),
          "char",
          VERSION,
          new TranscriptSymbols.Characters(true),
          EditCounts::errorRate,
          true);
    }
  }
}

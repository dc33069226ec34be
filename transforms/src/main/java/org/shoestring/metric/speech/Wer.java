package org.shoestring.metric.speech;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Word error rate, 0 and up, lower is better: the substituted, deleted and inserted words over the
 * words of the reference, as jiwer 4.0.0 computes it. 0.25 is 25 %; with many insertions it is
 * above 1. Without any reference words it is the number of insertions.
 *
 * <p>Statistics of a segment: {@code hits}, {@code substitutions}, {@code deletions} and {@code
 * insertions}. Exactly one reference.
 */
public final class Wer {
  private static final int VERSION = 1;

  private Wer() {}

  /** The catalog entry {@code wer}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "wer";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "WER, 0 and up: word edits over the words of the reference; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new AlignmentMetric(
          name(), "word", VERSION, new TranscriptSymbols.Words(), EditCounts::errorRate, true);
    }
  }
}

package org.shoestring.metric.speech;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Word information preserved, 0 to 1: the hits over the words of the reference, times the hits over
 * the words of the hypothesis (Morris et al. 2004), as jiwer 4.0.0 computes it. With no words on
 * one side it is 0, with none on both sides 1.
 *
 * <p>Statistics of a segment: {@code hits}, {@code substitutions}, {@code deletions} and {@code
 * insertions}. Exactly one reference.
 */
public final class Wip {
  private static final int VERSION = 1;

  private Wip() {}

  /** The catalog entry {@code wip}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "wip";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "WIP, 0 to 1: word information preserved";
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
          EditCounts::informationPreserved,
          false);
    }
  }
}

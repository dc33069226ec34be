package org.shoestring.metric.speech;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Parameter;

/**
 * Edit distance, 0 and up, lower is better: how many code points are to be substituted, deleted or
 * inserted to make the reference of the hypothesis (Levenshtein 1966), as a mean over the segments.
 * Nothing is stripped. No segments score 0.
 *
 * <p>Statistics of a segment: {@code edits} and {@code segments}, 1. Exactly one reference.
 */
public final class EditDistance implements SumMetric {
  private static final int VERSION = 1;
  private static final String NAME = "edit-distance";

  private final TranscriptSymbols symbols = new TranscriptSymbols.Characters(false);
  private final EditAlignment alignment = new EditAlignment();

  private EditDistance() {}

  @Override
  public List<String> statistics() {
    return List.of("edits", "segments");
  }

  @Override
  public boolean isLowerBetter() {
    return true;
  }

  @Override
  public double[] measure(Segment segment) {
    String reference = segment.onlyReference(NAME);
    int[] numbers = symbols.number(reference, segment.hypothesis());
    double[] counts = alignment.align(numbers, symbols.reference(), symbols.end());
    return new double[] {EditCounts.of(counts).edits(), 1};
  }

  @Override
  public Score score(double[] sums, int references) {
    return new Score(
        NAME,
        sums[1] == 0 ? 0 : sums[0] / sums[1],
        "(edits = "
            + Decimals.fixed(sums[0], 0)
            + " segments = "
            + Decimals.fixed(sums[1], 0)
            + ")",
        Signature.of(references).with("unit", "char").version(VERSION));
  }

  /** The catalog entry {@code edit-distance}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "Edit distance, 0 and up: the mean number of character edits; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new EditDistance();
    }
  }
}

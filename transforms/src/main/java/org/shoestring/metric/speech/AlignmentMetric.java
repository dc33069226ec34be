package org.shoestring.metric.speech;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;

/**
 * A rate of the counts of an alignment, which are the statistics of a segment: {@code hits}, {@code
 * substitutions}, {@code deletions} and {@code insertions}. The rate is that of all segments
 * together. Each segment has one reference; jiwer has no rule for several.
 */
final class AlignmentMetric implements SumMetric {
  private final String name;
  private final String unit;
  private final int version;
  private final TranscriptSymbols symbols;
  private final ToDoubleFunction<EditCounts> rate;
  private final boolean isLowerBetter;
  private final EditAlignment alignment = new EditAlignment();

  AlignmentMetric(
      String name,
      String unit,
      int version,
      TranscriptSymbols symbols,
      ToDoubleFunction<EditCounts> rate,
      boolean isLowerBetter) {
    this.name = name;
    this.unit = unit;
    this.version = version;
    this.symbols = symbols;
    this.rate = rate;
    this.isLowerBetter = isLowerBetter;
  }

  @Override
  public List<String> statistics() {
    return EditCounts.NAMES;
  }

  @Override
  public boolean isLowerBetter() {
    return isLowerBetter;
  }

  @Override
  public double[] measure(Segment segment) {
    String reference = segment.onlyReference(name);
    int[] numbers = symbols.number(reference, segment.hypothesis());
    return alignment.align(numbers, symbols.reference(), symbols.end());
  }

  @Override
  public Score score(double[] sums, int references) {
    EditCounts counts = EditCounts.of(sums);
    return new Score(
        name.toUpperCase(Locale.ROOT),
        rate.applyAsDouble(counts),
        counts.toString(),
        Signature.of(references).with("unit", unit).version(version));
  }
}

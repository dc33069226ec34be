package org.shoestring.metric.translation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.tokenize.TercomOption;
import org.shoestring.step.tokenize.TercomTokenizer;

/**
 * TER, the translation edit rate, from 0 on, lower is better: 100 times the edits that turn a
 * system's output into the reference, a shift of several words being one, over the reference's
 * words (Snover et al. 2006), as sacreBLEU 2.6.0 computes it. Of several references the one that
 * needs the fewest edits counts, but the length is their mean.
 *
 * <p>Statistics of a segment: {@code edits}, and {@code ref-len} in tokens, which may be a
 * fraction. Where all references are empty the score is 100 if there is any edit, else 0.
 */
public final class Ter implements SumMetric {
  private static final int VERSION = 1;

  private final Set<TercomOption> options;
  private final SegmentTokens tokens;
  private final TerShifts shifts = new TerShifts();

  private Ter(Set<TercomOption> options) {
    this.options = options;
    this.tokens = new SegmentTokens(new TercomTokenizer(options)::split);
  }

  @Override
  public List<String> statistics() {
    return List.of("edits", "ref-len");
  }

  @Override
  public int digits() {
    return 1;
  }

  @Override
  public boolean isLowerBetter() {
    return true;
  }

  @Override
  public double[] measure(Segment segment) {
    int[] symbols = tokens.number(segment);
    int[] ends = tokens.ends();
    int references = segment.references().size();
    int fewest = Integer.MAX_VALUE;
    for (int r = 0; r < references; r++) {
      fewest = Math.min(fewest, shifts.edits(symbols, ends[0], ends[r], ends[r + 1]));
    }
    double referenceTokens = ends[references] - ends[0];
    return new double[] {fewest, referenceTokens / references};
  }

  @Override
  public Score score(double[] sums, int references) {
    double edits = sums[0];
    double length = sums[1];
    double rate = length > 0 ? edits / length : edits > 0 ? 1 : 0;
    return new Score("TER", 100 * rate, "", signature(references));
  }

  private String signature(int references) {
    return Signature.of(references)
        .with("case", options.contains(TercomOption.CASE_SENSITIVE) ? "mixed" : "lc")
        .with("tok", "tercom")
        .with("norm", options.contains(TercomOption.NORMALIZED))
        .with("punct", !options.contains(TercomOption.NO_PUNCT))
        .with("asian", options.contains(TercomOption.ASIAN_SUPPORT))
        .version(VERSION);
  }

  /** The catalog entry {@code ter}, with sacreBLEU's parameters. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "ter";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "TER, lower is better: how many edits turn the output into the reference";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.flag(
              "normalized", false, "whether entities are unescaped and punctuation split off"),
          Parameter.flag("no-punct", false, "whether punctuation is deleted"),
          Parameter.flag(
              "asian-support",
              false,
              "whether normalized splits Chinese characters, and no-punct deletes CJK punctuation"),
          Parameter.flag("case-sensitive", false, "whether case counts"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      Set<TercomOption> options = EnumSet.noneOf(TercomOption.class);
      add(arguments, "normalized", TercomOption.NORMALIZED, options);
      add(arguments, "no-punct", TercomOption.NO_PUNCT, options);
      add(arguments, "asian-support", TercomOption.ASIAN_SUPPORT, options);
      add(arguments, "case-sensitive", TercomOption.CASE_SENSITIVE, options);
      return new Ter(options);
    }

    private static void add(
        Arguments arguments, String flag, TercomOption option, Set<TercomOption> options) {
      if (arguments.flag(flag)) {
        options.add(option);
      }
    }
  }
}

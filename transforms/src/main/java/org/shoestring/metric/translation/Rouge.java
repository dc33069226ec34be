package org.shoestring.metric.translation;

import java.util.Arrays;
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
 * ROUGE, 0 to 1: the F score of the n-grams (types 1 to 9) or of the longest common subsequence
 * (types L and Lsum) of a hypothesis and its reference (Lin 2004), as rouge_score 0.1.2 computes
 * it; the mean over the segments. Of several references the one with the best F score counts, the
 * first of equals. No segments score 0.
 *
 * <p>Lsum compares sentence with sentence, one a line of text. A cell of a table holds one line, so
 * there Lsum is L; it differs for texts with line feeds, which only Java callers can give.
 *
 * <p>Statistics of a segment: {@code precision}, {@code recall} and {@code f}, and {@code
 * segments}, 1. The first three are fractions: sums depend on the order in their last digits.
 */
public final class Rouge implements SumMetric {
  private static final int VERSION = 1;
  private static final String UNIGRAMS = "1";
  private static final String SUBSEQUENCE = "L";
  private static final String SUMMARY = "Lsum";

  private final String type;
  private final boolean stemmer;
  private final RougeTokens tokens;
  private final RougeMatches matches;

  private Rouge(String type, boolean stemmer) {
    this.type = type;
    this.stemmer = stemmer;
    tokens = new RougeTokens(stemmer);
    matches =
        switch (type) {
          case SUBSEQUENCE -> new RougeMatches.Subsequence();
          case SUMMARY -> new RougeMatches.Summary();
          case UNIGRAMS -> new RougeMatches.Unigrams();
          default -> new RougeMatches.Ngrams(Integer.parseInt(type));
        };
  }

  @Override
  public List<String> statistics() {
    return List.of("precision", "recall", "f", "segments");
  }

  @Override
  public double[] measure(Segment segment) {
    double[] best = {0, 0, -1, 1};
    for (String reference : segment.references()) {
      int[] symbols = tokens.number(reference, segment.hypothesis());
      int hits = matches.count(symbols, tokens);
      double precision = share(hits, matches.total(tokens.size() - tokens.firstSize()));
      double recall = share(hits, matches.total(tokens.firstSize()));
      double f = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
      if (f > best[2]) {
        best[0] = precision;
        best[1] = recall;
        best[2] = f;
      }
    }
    return best;
  }

  private static double share(int hits, int total) {
    return total == 0 ? 0 : (double) hits / total;
  }

  @Override
  public Score score(double[] sums, int references) {
    double[] means = Arrays.copyOf(sums, 3);
    for (int i = 0; i < means.length; i++) {
      means[i] = sums[3] == 0 ? 0 : sums[i] / sums[3];
    }
    return new Score(
        "rouge" + type,
        means[2],
        "(precision = "
            + Decimals.fixed(means[0], 4)
            + " recall = "
            + Decimals.fixed(means[1], 4)
            + " segments = "
            + Decimals.fixed(sums[3], 0)
            + ")",
        Signature.of(references).with("type", type).with("stem", stemmer).version(VERSION));
  }

  /** The catalog entry {@code rouge}; rouge_score's {@code rougeL} is {@code rouge:L} here. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "rouge";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "ROUGE, 0 to 1: how much of the output and the reference is common; rouge:2 is"
          + " ROUGE-2";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.choice(
              "type",
              List.of(UNIGRAMS, "2", "3", "4", "5", "6", "7", "8", "9", SUBSEQUENCE, SUMMARY),
              SUBSEQUENCE,
              "n for n-grams, L for the longest common subsequence"),
          Parameter.flag("stemmer", false, "whether English suffixes are ignored"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Rouge(arguments.text("type"), arguments.flag("stemmer"));
    }
  }
}

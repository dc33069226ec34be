package org.shoestring.metric.translation;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.metric.CodePoints;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;
import org.shoestring.metric.TokenIds;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.tokenize.PythonText;
import org.shoestring.step.tokenize.TokenSpans;

/**
 * chrF, 0 to 100: an F score of character n-grams (Popović 2015) and, as chrF+ and chrF++, of words
 * too (Popović 2017), as sacreBLEU 2.6.0 computes it. Of several references the one that scores
 * best counts, the first of equals.
 *
 * <p>Statistics of a segment: for each order n of characters, then of words, {@code char-n-hyp},
 * {@code char-n-ref} and {@code char-n-match} ({@code word-n-...}). The hypothesis's count is 0
 * where the reference has none.
 */
public final class Chrf implements SumMetric {
  private static final int VERSION = 1;

  private final int charOrder;
  private final int wordOrder;
  private final long beta;
  private final boolean lowercase;
  private final boolean whitespace;
  private final ChrfFormula formula;

  private final CodePoints characters;
  private final NgramMatches characterMatches;
  private final TokenSpans words = new TokenSpans();
  private final TokenIds wordIds = new TokenIds();
  private final NgramMatches wordMatches;
  private int[] wordSymbols = new int[256];
  private final int[] ends = new int[2];

  private Chrf(Arguments arguments) {
    charOrder = (int) arguments.whole("char-order");
    wordOrder = (int) arguments.whole("word-order");
    beta = arguments.whole("beta");
    lowercase = arguments.flag("lowercase");
    whitespace = arguments.flag("whitespace");
    formula = new ChrfFormula(charOrder + wordOrder, beta, arguments.flag("eps-smoothing"));
    characters = new CodePoints(whitespace);
    characterMatches = new NgramMatches(charOrder);
    wordMatches = new NgramMatches(wordOrder);
  }

  @Override
  public List<String> statistics() {
    List<String> names = new ArrayList<>();
    addNames("char-", charOrder, names);
    addNames("word-", wordOrder, names);
    return List.copyOf(names);
  }

  private static void addNames(String unit, int order, List<String> names) {
    for (int n = 1; n <= order; n++) {
      names.add(unit + n + "-hyp");
      names.add(unit + n + "-ref");
      names.add(unit + n + "-match");
    }
  }

  @Override
  public int digits() {
    return 1;
  }

  @Override
  public double[] measure(Segment segment) {
    double[] best = new double[0];
    double bestScore = -1;
    for (String reference : segment.references()) {
      double[] counts = compare(prepare(segment.hypothesis()), prepare(reference));
      if (segment.references().size() == 1) {
        return counts;
      }
      double score = formula.score(counts);
      if (score > bestScore) {
        best = counts;
        bestScore = score;
      }
    }
    return best;
  }

  private String prepare(String line) {
    return lowercase ? PythonText.lower(line) : line;
  }

  private double[] compare(String hypothesis, String reference) {
    double[] counts = new double[3 * (charOrder + wordOrder)];
    ends[0] = characters.hypothesis(hypothesis);
    ends[1] = characters.reference(reference);
    characterMatches.count(characters.symbols(), ends, 2);
    fill(counts, 0, characterMatches, charOrder);
    if (wordOrder > 0) {
      wordMatches.count(words(hypothesis, reference), ends, 2);
      fill(counts, 3 * charOrder, wordMatches, wordOrder);
    }
    return counts;
  }

  private int[] words(String hypothesis, String reference) {
    words.clear();
    ChrfWords.split(hypothesis, words);
    ends[0] = words.size();
    ChrfWords.split(reference, words);
    ends[1] = words.size();
    if (wordSymbols.length < ends[1]) {
      wordSymbols = new int[2 * ends[1]];
    }
    wordIds.number(words, ends[0], wordSymbols);
    return wordSymbols;
  }

  private void fill(double[] counts, int at, NgramMatches matches, int order) {
    for (int n = 1; n <= order; n++) {
      int total = NgramMatches.total(ends[1] - ends[0], n);
      counts[at++] = total == 0 ? 0 : NgramMatches.total(ends[0], n);
      counts[at++] = total;
      counts[at++] = matches.matches(n);
    }
  }

  @Override
  public Score score(double[] sums, int references) {
    String signature =
        Signature.of(references)
            .with("case", lowercase ? "lc" : "mixed")
            .with("eff", !formula.epsSmoothing())
            .with("nc", Integer.toString(charOrder))
            .with("nw", Integer.toString(wordOrder))
            .with("space", whitespace)
            .version(VERSION);
    return new Score("chrF" + beta + "+".repeat(wordOrder), formula.score(sums), "", signature);
  }

  /** The catalog entry {@code chrf}, with sacreBLEU's parameters. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "chrf";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "chrF, 0 to 100: an F score of character n-grams; chrF++ with word-order=2";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.whole("word-order", 0, 100, 0, "the longest word n-grams; 2 is chrF++"),
          Parameter.whole("char-order", 1, 100, 6, "the longest character n-grams"),
          Parameter.whole("beta", 0, 1000, 2, "how many times recall weighs as much as precision"),
          Parameter.flag("lowercase", false, "whether case is ignored"),
          Parameter.flag("whitespace", false, "whether blanks count as characters"),
          Parameter.flag(
              "eps-smoothing", false, "whether orders without n-grams count, as in chrF++.py"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Chrf(arguments);
    }
  }
}

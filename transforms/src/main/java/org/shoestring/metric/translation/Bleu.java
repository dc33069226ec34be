package org.shoestring.metric.translation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.step.tokenize.PythonText;
import org.shoestring.step.tokenize.Tokenizer;
import org.shoestring.step.tokenize.Tokenizers;

/**
 * BLEU, 0 to 100: how many of a system's n-grams stand in the references (Papineni et al. 2002), as
 * sacreBLEU 2.6.0 computes it. With several references an n-gram counts as often as in the one that
 * has it most, and the reference length is the closest one, the shorter of two as close.
 *
 * <p>Statistics of a segment: {@code hyp-len} and {@code ref-len} in tokens, then {@code correct-n}
 * for each order and {@code total-n} for each order.
 */
public final class Bleu implements SumMetric {
  private static final int VERSION = 1;
  private static final String DEFAULT = "";
  private static final int USUAL_ORDER = 4;

  private final String tokenize;
  private final boolean lowercase;
  private final int order;
  private final BleuFormula formula;
  private final SegmentTokens tokens;
  private final NgramMatches matches;

  private Bleu(String tokenize, boolean lowercase, int order, BleuFormula formula) {
    this.tokenize = tokenize;
    this.lowercase = lowercase;
    this.order = order;
    this.formula = formula;
    Tokenizer tokenizer = Tokenizers.named(tokenize);
    this.tokens =
        new SegmentTokens(
            (line, spans) -> tokenizer.split(lowercase ? PythonText.lower(line) : line, spans));
    this.matches = new NgramMatches(order);
  }

  @Override
  public List<String> statistics() {
    List<Integer> orders = IntStream.rangeClosed(1, order).boxed().toList();
    return Stream.of(
            Stream.of("hyp-len", "ref-len"),
            orders.stream().map(n -> "correct-" + n),
            orders.stream().map(n -> "total-" + n))
        .flatMap(names -> names)
        .toList();
  }

  @Override
  public int digits() {
    return 1;
  }

  @Override
  public double[] measure(Segment segment) {
    int references = segment.references().size();
    int[] symbols = tokens.number(segment);
    int[] ends = tokens.ends();
    int length = ends[0];
    matches.count(symbols, ends, references + 1);

    int closest = ends[1] - length;
    for (int r = 1; r < references; r++) {
      closest = closer(length, closest, ends[r + 1] - ends[r]);
    }

    double[] statistics = new double[2 + 2 * order];
    statistics[0] = length;
    statistics[1] = closest;
    for (int n = 1; n <= order; n++) {
      statistics[1 + n] = matches.matches(n);
      statistics[1 + order + n] = NgramMatches.total(length, n);
    }
    return statistics;
  }

  private static int closer(int length, int one, int other) {
    int difference = Math.abs(length - one) - Math.abs(length - other);
    return difference == 0 ? Math.min(one, other) : difference < 0 ? one : other;
  }

  @Override
  public Score score(double[] sums, int references) {
    double[] correct = Arrays.copyOfRange(sums, 2, 2 + order);
    double[] total = Arrays.copyOfRange(sums, 2 + order, 2 + 2 * order);
    BleuFormula.Result result = formula.score(sums[0], sums[1], correct, total);
    return new Score("BLEU", result.score(), result.details(), signature(references));
  }

  /** sacreBLEU's fields; an unusual order, which it does not tell, is added as {@code ngram}. */
  private String signature(int references) {
    String smoothing = formula.smoothing();
    if (takesValue(smoothing)) {
      smoothing += "[" + Decimals.fixed(formula.smoothValue(), 2) + "]";
    }
    Signature signature =
        Signature.of(references)
            .with("case", lowercase ? "lc" : "mixed")
            .with("eff", formula.effectiveOrder())
            .with("tok", tokenize)
            .with("smooth", smoothing);
    if (order != USUAL_ORDER) {
      signature.with("ngram", Integer.toString(order));
    }
    return signature.version(VERSION);
  }

  private static boolean takesValue(String smoothing) {
    return smoothing.equals("floor") || smoothing.equals("add-k");
  }

  /** The catalog entry {@code bleu}, with sacreBLEU's parameters. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "bleu";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "BLEU, 0 to 100: how many n-grams of the output are in the references";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.choice("tokenize", Tokenizers.names(), "13a", "the tokenizer"),
          Parameter.flag("lowercase", false, "whether case is ignored"),
          Parameter.choice(
              "smooth-method",
              List.of("exp", "floor", "add-k", "none"),
              "exp",
              "how n-gram orders without a match count"),
          Parameter.decimal(
                  "smooth-value",
                  0,
                  1e9,
                  0,
                  "the value of floor (default 0.1) or add-k (default 1)")
              .orElse(DEFAULT),
          Parameter.whole("max-ngram-order", 1, 100, USUAL_ORDER, "the longest n-grams"),
          Parameter.flag(
              "effective-order",
              false,
              "whether to leave out n-gram orders longer than the output"));
    }

    /** As sacreBLEU: without n-grams that a short output cannot have. */
    @Override
    public Spec ofSegments(Spec spec) {
      return spec.with(parameters().get(0).name(), "effective-order", "true");
    }

    @Override
    public Metric bind(Arguments arguments) {
      String smoothing = arguments.text("smooth-method");
      return new Bleu(
          arguments.text("tokenize"),
          arguments.flag("lowercase"),
          (int) arguments.whole("max-ngram-order"),
          new BleuFormula(
              smoothing, smoothValue(arguments, smoothing), arguments.flag("effective-order")));
    }

    @Override
    public Optional<InputCheck> inputCheck() {
      return Optional.of(new TokenisedLines());
    }

    private static double smoothValue(Arguments arguments, String smoothing) {
      if (arguments.text("smooth-value").equals(DEFAULT)) {
        return smoothing.equals("add-k") ? 1 : 0.1;
      }
      if (!takesValue(smoothing)) {
        throw arguments.error(
            "smooth-value works only with the smooth-method floor or add-k, but smooth-method is '"
                + smoothing
                + "'; remove smooth-value, or change smooth-method");
      }
      return arguments.decimal("smooth-value");
    }
  }
}

package org.shoestring.metric.language;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.tokenize.PythonText;

/**
 * Perplexity, 1 and up, lower is better: {@code exp(-sum / count)}, where the sum is that of the
 * natural logarithms of the tokens' probabilities, and the count that of the tokens, or of the
 * words or UTF-8 bytes of the text, as lm-evaluation-harness's {@code word_perplexity} and {@code
 * byte_perplexity} have it. Only those of words or bytes compare between models with different
 * vocabularies.
 *
 * <p>The hypothesis has the logarithms, one a token or one for the line, with blanks between them;
 * the reference is the text. Words are what blanks (Python's) separate; ends of lines are counted
 * by neither. Exactly one reference. If there is nothing to count, there is no score, but an error.
 *
 * <p>Statistics of a segment: {@code log-probability}, a natural logarithm, and the count, {@code
 * tokens}, {@code words} or {@code bytes}.
 */
public final class Perplexity implements SumMetric {
  private static final String NAME = "perplexity";
  private static final int VERSION = 1;

  private final LogProbabilities probabilities;
  private final String unit;

  private Perplexity(LogProbabilities probabilities, String unit) {
    this.probabilities = probabilities;
    this.unit = unit;
  }

  @Override
  public boolean isLowerBetter() {
    return true;
  }

  @Override
  public List<String> statistics() {
    return List.of("log-probability", things());
  }

  private String things() {
    return unit + "s";
  }

  @Override
  public double[] measure(Segment segment) {
    String text = segment.onlyReference(NAME);
    double sum = probabilities.sum(segment);
    return new double[] {sum, count(text)};
  }

  private int count(String text) {
    return switch (unit) {
      case "word" -> words(text);
      case "byte" -> text.getBytes(StandardCharsets.UTF_8).length;
      default -> probabilities.tokens();
    };
  }

  private static int words(String text) {
    int words = 0;
    boolean isInside = false;
    for (int i = 0; i < text.length(); i++) {
      boolean isBlank = PythonText.isBlank(text.charAt(i)); // Blanks have one char each.
      if (!isBlank && !isInside) {
        words++;
      }
      isInside = !isBlank;
    }
    return words;
  }

  @Override
  public Score score(double[] sums, int references) {
    double mean = LogProbabilities.mean(NAME, things(), sums[0], sums[1]);
    double value = StrictMath.exp(-mean);
    if (!Double.isFinite(value)) {
      throw new BadDataException(
          NAME
              + " is too large for a number, because the mean log probability is "
              + mean
              + "; a line with one sum for all its tokens needs per=word or per=byte");
    }
    return new Score(
        NAME,
        value,
        LogProbabilities.details(things(), sums[0], sums[1]),
        Signature.of(references)
            .with("base", probabilities.base())
            .with("per", unit)
            .version(VERSION));
  }

  /** The catalog entry {@code perplexity}. */
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
      return "Perplexity, 1 and up, of log probabilities of tokens; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          LogProbabilities.BASE,
          Parameter.choice(
              "per",
              List.of("token", "word", "byte"),
              "token",
              "what is counted: token (the numbers), word or byte (of the reference)"));
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Perplexity(new LogProbabilities(arguments), arguments.text("per"));
    }
  }
}

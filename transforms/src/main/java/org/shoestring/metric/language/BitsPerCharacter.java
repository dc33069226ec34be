package org.shoestring.metric.language;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.SumMetric;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * Bits per character, 0 and up, lower is better: minus the binary logarithm of the probability of
 * the text, over its Unicode code points, blanks included and ends of lines not (Graves 2013).
 *
 * <p>The hypothesis has the logarithms, one a token or one for the line, with blanks between them;
 * the reference is the text. Exactly one reference. Without any characters there is no score, but
 * an error.
 *
 * <p>Statistics of a segment: {@code log-probability}, a natural logarithm, and {@code characters}.
 */
public final class BitsPerCharacter implements SumMetric {
  private static final String NAME = "bits-per-character";
  private static final String THINGS = "characters";
  private static final int VERSION = 1;

  private final LogProbabilities probabilities;

  private BitsPerCharacter(LogProbabilities probabilities) {
    this.probabilities = probabilities;
  }

  @Override
  public boolean isLowerBetter() {
    return true;
  }

  @Override
  public List<String> statistics() {
    return List.of("log-probability", THINGS);
  }

  @Override
  public double[] measure(Segment segment) {
    String text = segment.onlyReference(NAME);
    return new double[] {probabilities.sum(segment), text.codePointCount(0, text.length())};
  }

  @Override
  public Score score(double[] sums, int references) {
    double mean = LogProbabilities.mean(NAME, THINGS, sums[0], sums[1]);
    return new Score(
        NAME,
        LogProbabilities.bits(mean),
        LogProbabilities.details(THINGS, sums[0], sums[1]),
        Signature.of(references).with("base", probabilities.base()).version(VERSION));
  }

  /** The catalog entry {@code bits-per-character}. */
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
      return "Bits per character, 0 and up, of log probabilities of a text; lower is better";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(LogProbabilities.BASE);
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new BitsPerCharacter(new LogProbabilities(arguments));
    }
  }
}

package org.shoestring.metric.language;

import java.util.List;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Segment;
import org.shoestring.metric.numbers.WrittenNumber;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Shown;

/**
 * The hypotheses of language models: logarithms of probabilities, one a token or one for the whole
 * text, with blanks between them. Sums are of natural logarithms, whatever base the text has.
 */
final class LogProbabilities {
  /** The base of the logarithms in the text. */
  static final Parameter BASE =
      Parameter.choice(
          "base", List.of("e", "2", "10"), "e", "the base of the logarithms: e, 2 or 10");

  private static final double LN_2 = 0x1.62e42fefa39efp-1;
  private static final double LN_10 = 0x1.26bb1bbb55516p1;

  private final String base;
  private final double unit;
  private int tokens;

  LogProbabilities(Arguments arguments) {
    this.base = arguments.text(BASE.name());
    this.unit =
        switch (base) {
          case "2" -> LN_2;
          case "10" -> LN_10;
          default -> 1;
        };
  }

  /** The base of the logarithms in the text. */
  String base() {
    return base;
  }

  /**
   * The natural logarithm of the probability of a segment's text; its numbers are counted.
   *
   * @throws BadDataException if there is a number above 0, or something else, or nothing, though
   *     the reference has text
   */
  double sum(Segment segment) {
    String text = segment.hypothesis();
    double sum = 0;
    tokens = 0;
    int end;
    for (int start = 0; start < text.length(); start = end + 1) {
      end = text.indexOf(' ', start);
      end = end < 0 ? text.length() : end;
      if (end > start) {
        sum += number(text.substring(start, end));
        tokens++;
      }
    }
    if (tokens == 0 && !segment.references().get(0).isEmpty()) {
      throw new BadDataException(
          "the hypothesis has no log probabilities, but the reference has text; write one for each"
              + " token, or their sum");
    }
    return unit * sum;
  }

  private double number(String word) {
    double number = WrittenNumber.of("a log probability in the hypothesis", word);
    if (number > 0) {
      throw new BadDataException(
          "a log probability must be 0 or less, but is "
              + Shown.quoted(word)
              + "; if these are losses, write them with a minus sign, and if probabilities, take"
              + " their logarithms");
    }
    return number;
  }

  /** How many numbers the last segment had. */
  int tokens() {
    return tokens;
  }

  /** The bits of information in a sum. */
  static double bits(double sum) {
    return -sum / LN_2 + 0.0;
  }

  /**
   * Sums over a number of things.
   *
   * @throws BadDataException if there are none of them, or the sums are infinite
   */
  static double mean(String metric, String things, double sum, double count) {
    if (count == 0) {
      throw new BadDataException(metric + " needs one or more " + things + ", but there are none");
    }
    if (!Double.isFinite(sum)) {
      throw new BadDataException(
          metric + " needs finite sums, but the log probabilities add up to " + sum);
    }
    return sum / count;
  }

  /** What scores show. */
  static String details(String things, double sum, double count) {
    return "(log-probability = "
        + Decimals.fixed(sum, 2)
        + " "
        + things
        + " = "
        + Decimals.fixed(count, 0)
        + ")";
  }
}

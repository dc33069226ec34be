package org.shoestring.metric.numbers;

import java.util.OptionalDouble;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;

/**
 * Finite decimal numbers in text, as Python's {@code float} reads those of ASCII: {@code 12},
 * {@code -.5}, {@code 1.}, {@code 2e-3}. Not {@code nan}, {@code inf}, {@code 0x1p3}, {@code 1_000}
 * or {@code 1f}, and no blanks around them. There is no -0.0: it is 0.0.
 */
public final class WrittenNumber {

  private WrittenNumber() {}

  /**
   * The number in a text.
   *
   * @param what the text is, for the message: {@code the reference}
   * @throws BadDataException if it is none, or too large for a double
   */
  public static double of(String what, String text) {
    OptionalDouble number = find(text);
    if (number.isEmpty()) {
      throw new BadDataException(
          what
              + " must be a number, such as 0.25 or -1e-3, but is "
              + (text.isEmpty() ? "empty" : Shown.quoted(text)));
    }
    return number.getAsDouble();
  }

  /** The number in a text; empty if it is none, or too large for a double. */
  public static OptionalDouble find(String text) {
    if (!isNumber(text)) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? OptionalDouble.of(number + 0.0) : OptionalDouble.empty();
  }

  /**
   * The probability in a text.
   *
   * @param what the text is, for the message: {@code the hypothesis}
   * @throws BadDataException if it is no number from 0 to 1
   */
  public static double probability(String what, String text) {
    double number = of(what, text);
    if (number < 0 || number > 1) {
      throw new BadDataException(
          what
              + " must be a probability from 0 to 1, but is "
              + Shown.quoted(text)
              + "; if these are logits, apply the logistic function or softmax first");
    }
    return number;
  }

  private static boolean isNumber(String text) {
    int at = afterSign(text, 0);
    int whole = afterDigits(text, at);
    int digits = whole - at;
    at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = afterDigits(text, at + 1);
      digits += fraction - at - 1;
      at = fraction;
    }
    if (digits == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = afterSign(text, at + 1);
      at = afterDigits(text, exponent);
      return at > exponent && at == text.length();
    }
    return at == text.length();
  }

  private static int afterSign(String text, int at) {
    boolean isSign = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
    return isSign ? at + 1 : at;
  }

  private static int afterDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}

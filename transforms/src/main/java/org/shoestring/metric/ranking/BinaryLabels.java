package org.shoestring.metric.ranking;

import java.util.OptionalDouble;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Segment;
import org.shoestring.metric.numbers.WrittenNumber;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Shown;

/**
 * References as labels, one of which is the positive one. If that is 1 or 0, only 1 and 0 are
 * labels; if it is another text, every other text is negative.
 */
final class BinaryLabels {
  /** The label that counts as positive. */
  static final Parameter POSITIVE =
      Parameter.text("positive", "1", "the label that counts as positive; all others are negative");

  private final String metric;
  private final String positive;
  private final boolean isNumber;

  BinaryLabels(String metric, Arguments arguments) {
    this.metric = metric;
    this.positive = arguments.text(POSITIVE.name());
    this.isNumber = positive.equals("1") || positive.equals("0");
  }

  /** The label that counts as positive. */
  String positive() {
    return positive;
  }

  /**
   * 1 if the reference is positive, else 0.
   *
   * @throws BadDataException if it is no label
   */
  double of(Segment segment) {
    String label = segment.onlyReference(metric);
    if (label.equals(positive)) {
      return 1;
    }
    if (isNumber) {
      OptionalDouble number = WrittenNumber.find(label);
      if (number.isEmpty() || (number.getAsDouble() != 0 && number.getAsDouble() != 1)) {
        throw notBinary(label);
      }
      return (number.getAsDouble() == 1) == positive.equals("1") ? 1 : 0;
    }
    if (label.isEmpty()) {
      throw new BadDataException("the reference must be a label, but is empty");
    }
    return 0;
  }

  private BadDataException notBinary(String label) {
    return new BadDataException(
        "the reference must be the label 0 or 1, but is "
            + (label.isEmpty() ? "empty" : Shown.quoted(label))
            + "; if labels have other names, name the positive one, for example "
            + metric
            + ":positive=yes");
  }
}

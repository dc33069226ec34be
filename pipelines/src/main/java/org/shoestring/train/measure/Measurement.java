package org.shoestring.train.measure;

import java.util.Locale;

/**
 * A value of a metric at a step of a training.
 *
 * @param step from 0, below 10^15
 * @param metric see {@link #isMetric}
 * @param value any double, also one that is infinite or no number
 */
public record Measurement(long step, String metric, double value) {
  /** What the name of a metric may be, for messages. */
  static final String METRIC =
      "text of at most 100 characters with a letter, but without blanks and '\\'";

  private static final int LONGEST = 100;

  public Measurement {
    if (step < 0 || step >= 1_000_000_000_000_000L) {
      throw new IllegalArgumentException(step + " is not a step; expected 0 or more, below 10^15");
    }
    if (!isMetric(metric)) {
      throw new IllegalArgumentException("not a metric; expected " + METRIC);
    }
  }

  /** Whether a text can be the name of a metric. */
  static boolean isMetric(String name) {
    return name.length() <= LONGEST
        && name.codePoints().anyMatch(Character::isLetter)
        && name.codePoints().allMatch(Measurement::isOfMetric);
  }

  private static boolean isOfMetric(int c) {
    return Character.isDefined(c)
        && !Character.isWhitespace(c)
        && !Character.isSpaceChar(c)
        && !Character.isISOControl(c)
        && Character.getType(c) != Character.SURROGATE
        && c != '\\'
        && c != '\uFFFD'; // In the place of bytes that are not UTF-8.
  }

  /** Whether the metric is a loss: its name contains {@code loss}, in any case. */
  public boolean isLoss() {
    return isLoss(metric);
  }

  static boolean isLoss(String metric) {
    return metric.toLowerCase(Locale.ROOT).contains("loss");
  }
}

package org.shoestring.train.curve;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.shoestring.spec.Age;
import org.shoestring.spec.Decimals;
import org.shoestring.train.measure.Measurement;

/**
 * The newest end of a learning curve.
 *
 * @param attempt the last one that has measured anything
 * @param step the step that this attempt measured last
 * @param speed in steps a second, when the step was read; empty if it is not known
 * @param read when the step was read, by the clock of the machine that runs the command
 * @param values the newest value of each metric, in the order in which metrics first came; of
 *     metrics that this attempt has not measured yet, those of earlier attempts that it continues
 */
public record CurveSummary(
    int attempt, long step, OptionalDouble speed, Instant read, List<Measurement> values) {
  private static final int SHOWN = 4;
  private static final Duration NEW = Duration.ofMinutes(1);
  private static final Duration SILENT = Duration.ofHours(1);

  public CurveSummary {
    values = List.copyOf(values);
  }

  /** How old the newest step is; never negative, though clocks of machines differ. */
  public Duration age(Instant now) {
    return Age.of(read, now);
  }

  /**
   * It in a few words: {@code step 1,200 · loss 2.31 · bleu 18.4 · 12 steps/s}, with the age if it
   * is a minute or more, and without the speed if it is an hour or more.
   */
  public String text(Instant now) {
    List<String> parts = new ArrayList<>();
    parts.add("step " + String.format(Locale.ROOT, "%,d", step));
    for (Measurement value : values.subList(0, Math.min(SHOWN, values.size()))) {
      parts.add(value.metric() + " " + shown(value.value()));
    }
    if (values.size() > SHOWN) {
      parts.add((values.size() - SHOWN) + " more");
    }
    Duration age = age(now);
    if (speed.isPresent() && age.compareTo(SILENT) < 0) {
      parts.add(speed(speed.getAsDouble()));
    }
    if (age.compareTo(NEW) >= 0) {
      parts.add(Age.ago(age));
    }
    return String.join(" · ", parts);
  }

  /** Four digits, or all that are before the point. */
  private static String shown(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return value == 0 ? "0" : Decimals.repr(value);
    }
    BigDecimal exact = new BigDecimal(value);
    int whole = Math.max(0, exact.precision() - exact.scale());
    if (whole > 15) {
      return Decimals.repr(exact.round(new MathContext(4, RoundingMode.HALF_EVEN)).doubleValue());
    }
    int digits = Math.max(4, whole);
    double rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).doubleValue();
    String text = Decimals.repr(rounded);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String speed(double perSecond) {
    if (perSecond >= 10) {
      return String.format(Locale.ROOT, "%,.0f steps/s", perSecond);
    }
    return perSecond >= 1
        ? String.format(Locale.ROOT, "%.1f steps/s", perSecond)
        : String.format(
            Locale.ROOT, perSecond > 0.1 ? "%.1f s/step" : "%,.0f s/step", 1 / perSecond);
  }
}

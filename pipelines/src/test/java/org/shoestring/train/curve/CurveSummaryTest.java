package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.train.measure.Measurement;

class CurveSummaryTest {
  private static final Instant READ = Instant.parse("2026-01-02T03:04:05Z");

  private static CurveSummary summary(double speed, Measurement... values) {
    return new CurveSummary(2, 1200, OptionalDouble.of(speed), READ, List.of(values));
  }

  private static Measurement value(String metric, double value) {
    return new Measurement(1200, metric, value);
  }

  @Test
  void text_newValues_fitsATableCell() {
    CurveSummary summary = summary(12.4, value("loss", 2.31), value("bleu", 18.4));
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(summary.text(READ.plusSeconds(59)))
          .isEqualTo("step 1,200 · loss 2.31 · bleu 18.4 · 12 steps/s");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void text_oldValues_sayHowOld() {
    CurveSummary summary = summary(0.25, value("loss", Double.NaN));
    assertThat(summary.text(READ.plusSeconds(60)))
        .isEqualTo("step 1,200 · loss nan · 4.0 s/step · 60 s ago");
    assertThat(summary.text(READ.plus(Duration.ofHours(47))))
        .isEqualTo("step 1,200 · loss nan · 47 h ago");
    assertThat(summary.text(READ.plus(Duration.ofDays(2))))
        .isEqualTo("step 1,200 · loss nan · 2 days ago");
  }

  @Test
  void text_manyMetrics_countsThoseBeyondFour() {
    Measurement[] many =
        IntStream.range(0, 6).mapToObj(i -> value("m" + i, i)).toArray(Measurement[]::new);
    assertThat(summary(5, many).text(READ))
        .isEqualTo("step 1,200 · m0 0 · m1 1 · m2 2 · m3 3 · 2 more · 5.0 steps/s");
  }

  @Test
  void age_clockOfOtherMachineIsAhead_isNotNegative() {
    assertThat(summary(1).age(READ.minusSeconds(5))).isEqualTo(Duration.ZERO);
    assertThat(summary(1).age(READ.plusSeconds(5))).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "2.3141592, 2.314", "0.00012345, 0.0001234", "1e-7, 1e-07", "123456.7, 123457", "99.996, 100",
    "-0.0, 0", "Infinity, inf", "-2.5, -2.5", "1.23456e20, 1.235e+20", "1e-300, 1e-300"
  })
  void text_values_haveFourDigits(double value, String shown) {
    assertThat(summary(1, value("m", value)).text(READ))
        .isEqualTo("step 1,200 · m " + shown + " · 1.0 steps/s");
  }

  @ParameterizedTest
  @CsvSource({
    "1234.4, '1,234 steps/s'",
    "9.94, 9.9 steps/s",
    "0.3, 3.3 s/step",
    "0.01, 100 s/step"
  })
  void text_speed_isReadable(double speed, String shown) {
    assertThat(summary(speed).text(READ)).isEqualTo("step 1,200 · " + shown);
  }
}

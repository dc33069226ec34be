package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CurveSpeedTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = Long.MAX_VALUE - 3 * SECOND; // It overflows, as Java allows.

  private final CurveSpeed speed = new CurveSpeed();

  private void add(long step, double seconds) {
    speed.add(step, START + (long) (seconds * SECOND));
  }

  @Test
  void perSecond_oneStep_isNotKnown() {
    add(100, 0);
    add(100, 10);
    assertThat(speed.perSecond()).isEmpty();
  }

  @Test
  void perSecond_steadySteps_isTheirRate() {
    for (int i = 0; i <= 1000; i++) {
      add(500 + i, i / 10.0);
      add(500 + i, i / 10.0 + 0.05); // Another metric.
    }
    assertThat(speed.perSecond()).hasValueCloseTo(10.0, Offset.offset(0.1));
  }

  @Test
  void perSecond_printedInBursts_isThatOfTheCommand() {
    for (int burst = 0; burst < 3; burst++) {
      for (int i = 0; i < 400; i++) {
        add(burst * 400 + i, burst * 100 + i / 10_000.0);
      }
    }
    assertThat(speed.perSecond()).hasValue(4);
  }

  @Test
  void perSecond_becameSlow_isThatOfTheLastFiveMinutes() {
    for (int i = 0; i <= 100; i++) {
      add(i * 100L, i * 10);
    }
    for (int i = 1; i <= 31; i++) {
      add(10_000 + i, 1000 + i * 10);
    }
    assertThat(speed.perSecond()).hasValue(0.1);
  }

  @Test
  void perSecond_rareSteps_isThatOfTheLastTwo() {
    add(1000, 0);
    add(2000, 1000);
    add(3000, 3000);
    assertThat(speed.perSecond()).hasValue(0.5);
  }

  @Test
  void perSecond_begunAgain_countsFromThere() {
    add(1000, 0);
    add(2000, 10);
    speed.restart();
    add(500, 20);
    add(510, 30);
    assertThat(speed.perSecond()).hasValue(1);
  }
}

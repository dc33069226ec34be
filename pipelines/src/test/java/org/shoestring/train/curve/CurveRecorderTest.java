package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shoestring.train.measure.Measurement;

/** The speed of a command that prints several metrics, or begins again. */
class CurveRecorderTest {
  private final CurveRecorder recorder = new CurveRecorder(1);

  private void add(long seconds, long step, String metric) {
    recorder.add(new Measurement(step, metric, 1), 0, TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void takeLowestStep_afterEach_isOfWhatWasAddedSince() {
    CurveRecorder recorder = new CurveRecorder(1);
    assertThat(recorder.takeLowestStep()).isEmpty();
    for (long step : List.of(20L, 10L, 30L)) {
      assertThat(recorder.add(new Measurement(step, "loss", 1), 0, 0)).isTrue();
    }

    assertThat(recorder.takeLowestStep()).hasValue(10);
    assertThat(recorder.takeLowestStep()).isEmpty();
  }

  @Test
  void summary_commandBeganAgain_speedIsThatSinceThen() {
    add(0, 1000, "loss");
    add(10, 2000, "loss");
    add(20, 500, "loss");
    assertThat(recorder.summary().orElseThrow().speed()).isEmpty();
    add(30, 510, "loss");
    assertThat(recorder.summary().orElseThrow().speed()).hasValue(1);
  }

  @Test
  void summary_oneMetricIsBehind_speedIsThatOfTheFirst() {
    add(0, 1000, "loss");
    add(10, 1100, "loss");
    add(11, 1000, "bleu");
    add(20, 1200, "loss");
    assertThat(recorder.summary().orElseThrow().speed()).hasValue(10);
  }
}

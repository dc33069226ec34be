package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceScheduleTest {

  @ParameterizedTest
  @CsvSource({"0, 30", "599, 30", "1200, 60", "6000, 300", "600000, 300"})
  void pause_usual_growsFromHalfAMinuteToFive(long running, long pause) {
    assertThat(PieceSchedule.USUAL.pause(Duration.ofSeconds(running)))
        .isBetween(Duration.ofSeconds(pause), Duration.ofSeconds(pause));
  }

  @Test
  void first_usual_isFiveSeconds() {
    assertThat(PieceSchedule.USUAL.first()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void pause_aWeek_hasFewPieces() {
    Duration week = Duration.ofDays(7);
    int pieces = 0;
    Duration running = Duration.ZERO;
    while (running.compareTo(week) < 0) {
      running = running.plus(PieceSchedule.USUAL.pause(running));
      pieces++;
    }
    assertThat(pieces).isBetween(2000, 2100);
  }
}

package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeSpansTest {
  @Test
  void parse_unitsOrSeconds_areThoseTimes() {
    assertThat(TimeSpans.parse("1d2h3m4s"))
        .contains(Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4));
    assertThat(TimeSpans.parse("90")).contains(Duration.ofSeconds(90));
    assertThat(TimeSpans.parse("10 m")).isEmpty();
    assertThat(TimeSpans.parse("")).isEmpty();
  }

  @Test
  void setting_noTime_isRefused() {
    assertThat(TimeSpans.setting("t", "10m")).isEqualTo(Duration.ofMinutes(10));
    assertThatThrownBy(() -> TimeSpans.setting("t", "0s"))
        .isInstanceOf(UsageException.class)
        .hasMessage("t is '0s', but must be 1s or more");
  }

  @Test
  void shown_timeSpans_areAsTheyAreWritten() {
    assertThat(TimeSpans.shown(Duration.ofMinutes(90))).isEqualTo("1h30m");
    assertThat(TimeSpans.shown(Duration.ofDays(7))).isEqualTo("7d");
  }
}

package org.shoestring.cli.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {
  @ParameterizedTest
  @CsvSource({"90,PT90S", "90s,PT90S", "11h,PT11H", "1h30m,PT1H30M", "2d1s,PT48H1S", "5m,PT5M"})
  void convert_numbersWithUnits_areTheirSum(String text, Duration expected) {
    assertThat(new TimeSpan().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11h30", "1m5", "h", "", "m30", "5s1m", "-1", "1.5h"})
  void convert_otherForms_areRefused(String text) {
    assertThatThrownBy(() -> new TimeSpan().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "'"
                + text
                + "' is not a length of time; write numbers with units from d to s, for example"
                + " 11h, 1h30m or 90s; a number alone is seconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0h0s"})
  void convert_none_isRefused(String text) {
    assertThatThrownBy(() -> new TimeSpan().convert(text)).hasMessageContaining("1s or more");
  }

  @ParameterizedTest
  @CsvSource({"PT0S,0s", "PT48H,2d", "PT25H,25h", "PT90S,1m30s"})
  void shown_lengthsOfTime_areAsTheyAreWritten(Duration span, String text) {
    assertThat(TimeSpan.shown(span)).isEqualTo(text);
  }
}

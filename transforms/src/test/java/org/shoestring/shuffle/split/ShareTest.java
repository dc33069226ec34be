package org.shoestring.shuffle.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.UsageException;

class ShareTest {

  @ParameterizedTest
  @CsvSource({
    "rest, rest",
    "200, 200",
    "0, 0",
    "007, 7",
    "0.1, 10%",
    ".1, 10%",
    "10%, 10%",
    "10.0%, 10%",
    "12.5%, 12.5%",
    "0.001, 0.1%",
    "1.0, 100%",
    "100%, 100%",
    "0%, 0%",
    "0.0, 0%"
  })
  void parse_allForms_haveOneWayToWriteThem(String text, String canonical) {
    assertThat(Share.parse("into", text)).hasToString(canonical);
    assertThat(Share.parse("into", canonical)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "101%", "1e3", "", "Rest", "1_000", "10 %", "0.1.1", "%"})
  void parse_anythingElse_saysWhatIsAllowed(String text) {
    assertThatThrownBy(() -> Share.parse("e.yaml:5: part dev", text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "e.yaml:5: part dev: '"
                + text
                + "' is not the size of a part; write a number of lines (200), a fraction of all lines"
                + " (0.1 or 10%), or rest");
  }

  @Test
  void parse_oneAndOneDotZero_areOneLineAndAllLines() {
    assertThat(Share.parse("into", "1")).isNotEqualTo(Share.parse("into", "1.0"));
  }
}

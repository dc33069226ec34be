package org.shoestring.metric.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;

class WrittenNumberTest {

  // Python 3.11: float(text)
  @ParameterizedTest
  @CsvSource({
    "0,0.0",
    "-0.0,0.0",
    "12,12.0",
    "+1.5,1.5",
    "-.5,-0.5",
    "1.,1.0",
    "2e-3,0.002",
    "2E+3,2000.0",
    "0001,1.0",
    "1.7976931348623157e308,1.7976931348623157E308",
    "1e-400,0.0",
    "5e-324,4.9E-324",
    "9007199254740993,9.007199254740992E15"
  })
  void of_number_isThatOfPython(String text, String expected) {
    assertThat(Double.toString(WrittenNumber.of("it", text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "1e999",
        "-1e309",
        "0x1p3",
        "1_000",
        "1f",
        "1.5d",
        " 1",
        "1 ",
        "1,5",
        "--1",
        "+-1",
        ".",
        "-",
        "e5",
        "1e",
        "1e+",
        ".e1",
        "1e5.0",
        "1..2",
        "abc",
        "\u0661",
        "\u00a01",
        "1\n"
      })
  void of_otherText_isRefusedWithItsValue(String text) {
    assertThatThrownBy(() -> WrittenNumber.of("the reference", text))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "the reference must be a number, such as 0.25 or -1e-3, but is '"
                + text.replace("\n", "\\n"));
  }

  @Test
  void of_nothing_isRefused() {
    assertThatThrownBy(() -> WrittenNumber.of("the hypothesis", ""))
        .hasMessage("the hypothesis must be a number, such as 0.25 or -1e-3, but is empty");
  }

  @Test
  void probability_ends_areAllowed() {
    assertThat(WrittenNumber.probability("it", "0")).isEqualTo(0);
    assertThat(WrittenNumber.probability("it", "1.0")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0000000000000002", "-1e-300", "7"})
  void probability_outside_isRefused(String text) {
    assertThatThrownBy(() -> WrittenNumber.probability("the hypothesis", text))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "the hypothesis must be a probability from 0 to 1, but is '" + text + "'");
  }
}

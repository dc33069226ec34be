package org.shoestring.train.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.Decimals;

class PrintedNumberTest {

  @Property
  void value_asPythonPrintsIt_isTheSameDouble(@ForAll double value) {
    assertThat(PrintedNumber.value(Decimals.repr(value))).hasValue(value);
  }

  @Property
  void value_asJavaPrintsIt_isTheSameDouble(@ForAll double value) {
    assertThat(PrintedNumber.value(Double.toString(value))).hasValue(value);
    assertThat(PrintedNumber.value(String.format(Locale.ROOT, "%.17e", value))).hasValue(value);
  }

  @ParameterizedTest
  @CsvSource({
    "nan, NaN",
    "NaN, NaN",
    "-nan, NaN",
    "NAN, NaN",
    "inf, Infinity",
    "-inf, -Infinity",
    "+Inf, Infinity",
    "Infinity, Infinity",
    "-INFINITY, -Infinity",
    "1e400, Infinity",
    "-0.0, -0.0",
    "5., 5.0",
    ".5, 0.5",
    "1e-5, 1e-5",
    "1E+05, 100000",
    "007, 7",
    "+3, 3"
  })
  void value_formsOfOtherPrograms_areRead(String text, double value) {
    assertThat(PrintedNumber.value(text)).hasValue(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "-",
        "e5",
        "1e",
        "1,5",
        "1_000",
        "0x1p3",
        "1f",
        "1d",
        "nano",
        "in",
        "--1",
        "1 2",
        "5%",
        "١",
        "None",
        "tensor(1.)"
      })
  void value_noNumber_isEmpty(String text) {
    assertThat(PrintedNumber.value(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0;0",
        "000120;120",
        "1,200;1200",
        "12,345,678;12345678",
        "999999999999999;999999999999999"
      })
  void step_wholeNumber_isRead(String text, long step) {
    assertThat(PrintedNumber.step(text)).hasValue(step);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.0", "1e3", "1,20", "1,2000", "1000000000000000", "٣"})
  void step_anythingElse_isEmpty(String text) {
    assertThat(PrintedNumber.step(text)).isEmpty();
  }

  @Test
  void value_turkishLocale_isTheSame() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertThat(PrintedNumber.value("INF")).hasValue(Double.POSITIVE_INFINITY);
    } finally {
      Locale.setDefault(before);
    }
  }
}

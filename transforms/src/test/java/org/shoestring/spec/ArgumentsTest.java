package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.tsv.Columns;

class ArgumentsTest {
  private static final List<Parameter> DECLARED =
      List.of(
          Parameter.whole("max", 1, Long.MAX_VALUE, 100, "the longest").required(),
          Parameter.decimal("ratio", 0, 9, 1.5, "the ratio"),
          Parameter.flag("strict", false, "whether it is"),
          Parameter.choice("unit", List.of("words", "bytes"), "words", "what counts"),
          Parameter.COLUMNS);
  private static final Columns COLUMNS = Columns.of("en", "de", "fr");

  @Test
  void bind_leftOut_takesTheFallbacks() {
    Arguments arguments = bind("length:7");

    assertThat(arguments.whole("max")).isEqualTo(7);
    assertThat(arguments.decimal("ratio")).isEqualTo(1.5);
    assertThat(arguments.flag("strict")).isFalse();
    assertThat(arguments.text("unit")).isEqualTo("words");
    assertThat(arguments.fields(COLUMNS)).containsExactly(0, 1, 2);
  }

  @Test
  void toString_otherOrderAndSpelling_isTheSame() {
    assertThat(bind("length:max=7,ratio=2.50,strict=true"))
        .hasToString("max=7,ratio=2.5,strict=true,unit=words,columns=");
    assertThat(bind("length:strict= true,ratio=2.5,max=+07"))
        .hasToString("max=7,ratio=2.5,strict=true,unit=words,columns=");
    assertThat(bind("length:7")).hasToString(bind("length:max=7").toString());
  }

  @Test
  void fields_namedColumns_areTheirPlacesInThatOrder() {
    assertThat(bind("length:max=1,columns=fr+en").fields(COLUMNS)).containsExactly(2, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length|x.yaml:3: step 'length' needs the parameter max (the longest); write length:"
            + " {max: ...}",
        "length:max=0|x.yaml:3: step 'length': max must be a whole number of 1 or more, but is"
            + " '0'",
        "length:max=a|x.yaml:3: step 'length': max must be a whole number of 1 or more, but is"
            + " 'a'",
        "length:max=1,ratio=10|x.yaml:3: step 'length': ratio must be a number from 0 to 9, but is"
            + " '10'",
        "length:max=1,strict=yes|x.yaml:3: step 'length': strict must be true or false, but is"
            + " 'yes'",
        "length:max=1,unit=chars|x.yaml:3: step 'length': unit must be one of words, bytes, but is"
            + " 'chars'",
        "length:mox=1|x.yaml:3: step 'length': unknown parameter 'mox' (did you mean max?);"
            + " known: max, ratio,"
            + " strict, unit, columns",
        "length:1, 100|x.yaml:3: step 'length': max must be a whole number of 1 or more, but is"
            + " '1, 100'; to set several parameters, name them, for example length: {max: ...,"
            + " ratio: 1.5, strict: false, unit: words}"
      })
  void bind_notAllowed_saysWhatIs(String text, String message) {
    assertThatThrownBy(() -> bind(text)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void bind_notAllowedInAnOption_showsTheFormOfOptions() {
    assertThatThrownBy(() -> Arguments.bind("step", Spec.parse("--step", "length: 1;2"), DECLARED))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--step: step 'length': max must be a whole number of 1 or more, but is ' 1;2'; to set"
                + " several parameters, name them, for example"
                + " length:max=...,ratio=1.5,strict=false,unit=words");
    assertThatThrownBy(() -> Arguments.bind("step", Spec.parse("--step", "length"), DECLARED))
        .hasMessage(
            "--step: step 'length' needs the parameter max (the longest); write length:max=...");
  }

  @Test
  void bind_valueForAStepWithoutParameters_isAUsageError() {
    assertThatThrownBy(
            () -> Arguments.bind("step", Spec.parse("x.yaml:3", "lowercase:true"), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "x.yaml:3: step 'lowercase' has no parameters, but 'true' is given; write only"
                + " lowercase");
  }

  @Test
  void fields_unknownOrTwice_isAUsageError() {
    assertThatThrownBy(() -> bind("length:max=1,columns=en+es").fields(COLUMNS))
        .isInstanceOf(UsageException.class)
        .hasMessage("x.yaml:3: step 'length': unknown column 'es'; known: en, de, fr");
    assertThatThrownBy(() -> bind("length:max=1,columns=en+en").fields(COLUMNS))
        .isInstanceOf(UsageException.class)
        .hasMessage("x.yaml:3: step 'length': column 'en' is named twice; name it once");
  }

  @Test
  void text_undeclared_isAnErrorOfTheProgram() {
    assertThatThrownBy(() -> bind("length:7").text("min"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x.yaml:3: step 'length' declares no parameter 'min'");
  }

  private static Arguments bind(String text) {
    return Arguments.bind("step", Spec.parse("x.yaml:3", text), DECLARED);
  }
}

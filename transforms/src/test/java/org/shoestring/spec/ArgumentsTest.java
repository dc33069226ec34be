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
        "length|x.yaml:3: step 'length' needs max: the longest",
        "length:max=0|x.yaml:3: max of step 'length' is '0'; allowed is a whole number from 1",
        "length:max=a|x.yaml:3: max of step 'length' is 'a'; allowed is a whole number from 1",
        "length:max=1,ratio=10|x.yaml:3: ratio of step 'length' is '10'; allowed is a number from"
            + " 0.0 to 9.0",
        "length:max=1,strict=yes|x.yaml:3: strict of step 'length' is 'yes'; allowed is true or"
            + " false",
        "length:max=1,unit=chars|x.yaml:3: unit of step 'length' is 'chars'; allowed is one of"
            + " words, bytes",
        "length:mox=1|x.yaml:3: unknown parameter of step 'length' 'mox'; known: max, ratio,"
            + " strict, unit, columns"
      })
  void bind_notAllowed_saysWhatIs(String text, String message) {
    assertThatThrownBy(() -> bind(text)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void bind_valueForAStepWithoutParameters_isAUsageError() {
    assertThatThrownBy(
            () -> Arguments.bind("step", Spec.parse("x.yaml:3", "lowercase:true"), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("x.yaml:3: step 'lowercase' takes no value, but has 'true'");
  }

  @Test
  void fields_unknownOrTwice_isAUsageError() {
    assertThatThrownBy(() -> bind("length:max=1,columns=en+es").fields(COLUMNS))
        .isInstanceOf(UsageException.class)
        .hasMessage("x.yaml:3: unknown column in step 'length' 'es'; known: en, de, fr");
    assertThatThrownBy(() -> bind("length:max=1,columns=en+en").fields(COLUMNS))
        .isInstanceOf(UsageException.class)
        .hasMessage("x.yaml:3: step 'length': columns names a column twice: en+en");
  }

  @Test
  void text_undeclared_isAnErrorOfTheProgram() {
    assertThatThrownBy(() -> bind("length:7").text("min"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step 'length' declares no parameter 'min'");
  }

  private static Arguments bind(String text) {
    return Arguments.bind("step", Spec.parse("x.yaml:3", text), DECLARED);
  }
}

package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecTest {

  @Test
  void parse_formsOfTheCommandLine_areRead() {
    assertThat(Spec.parse("--step", "length")).isEqualTo(Spec.of("--step", "length"));
    assertThat(Spec.parse("--step", "length-ratio:3"))
        .isEqualTo(new Spec("--step", "length-ratio", "3", Map.of()));
    assertThat(Spec.parse("--step", "length:max=100,columns=en+de"))
        .isEqualTo(new Spec("--step", "length", null, Map.of("max", "100", "columns", "en+de")));
    assertThat(Spec.parse("--step", "x:a=b=c,d=").parameters())
        .containsExactly(Map.entry("a", "b=c"), Map.entry("d", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length:3,max=5|--step: '3' in 'length:3,max=5' has no parameter name; write"
            + " length:parameter=value,other=value",
        "length:=5|--step: '=5' in 'length:=5' has no parameter name; write"
            + " length:parameter=value,other=value",
        "length:max=5,|--step: '' in 'length:max=5,' has no parameter name; write"
            + " length:parameter=value,other=value",
        "length:max=5,max=6|--step: parameter 'max' is set twice in 'length:max=5,max=6'; set"
            + " it once"
      })
  void parse_otherForms_areUsageErrors(String text, String message) {
    assertThatThrownBy(() -> Spec.parse("--step", text))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}

package org.shoestring.tsv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {

  @Test
  void find_name_isItsPlace() {
    Columns columns = Columns.of("en", "de");

    assertThat(columns.find("en")).hasValue(0);
    assertThat(columns.find("de")).hasValue(1);
    assertThat(columns.find("fr")).isEmpty();
    assertThat(columns.size()).isEqualTo(2);
    assertThat(columns).hasToString("en, de");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de_1", "pt-BR", "2nd", "_x", "日本語", "हिन्दी", "ä"})
  void of_wordsOfAnyScript_areNames(String name) {
    assertThat(Columns.of(name).names()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a,b", "a+b", "a:b", "a.b", "-a", "a\tb", "a=b", "a\n"})
  void of_whatNeedsQuoting_isRefused(String name) {
    assertThatThrownBy(() -> Columns.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + name + "' is not a valid column name; use letters, digits, '_' and '-'");
  }

  @Test
  void of_noneOrTwice_isRefused() {
    assertThatThrownBy(Columns::of).hasMessage("no columns are given; a table needs at least one");
    assertThatThrownBy(() -> Columns.of("a", "b", "a"))
        .hasMessage("column 'a' is named twice; name it once");
  }
}

package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {
  private static final Kind ANY_DECIMAL =
      new Kind.Decimal(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  @ParameterizedTest
  @CsvSource({"1,1", "1.0,1", "1e2,100", "0.10,0.1", "-0,0", "' 3 ',3", ".5,0.5", "1E-7,0.0000001"})
  void canonical_decimal_isWrittenInOneWay(String written, String canonical) {
    assertThat(ANY_DECIMAL.canonical(written)).isEqualTo(canonical);
  }

  @Property(tries = 300)
  void canonical_anyDecimal_keepsItsValueAndStays(@ForAll double value) {
    String canonical = ANY_DECIMAL.canonical(Double.toString(value));

    assertThat(Double.parseDouble(canonical)).isEqualTo(value + 0.0);
    assertThat(ANY_DECIMAL.canonical(canonical)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "x", "", "1,5"})
  void canonical_noDecimal_isRefused(String value) {
    assertThatThrownBy(() -> ANY_DECIMAL.canonical(value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void canonical_whole_isInItsRange() {
    Kind kind = new Kind.Whole(-1, 10);

    assertThat(kind.canonical("-1")).isEqualTo("-1");
    assertThat(kind.canonical(" 010")).isEqualTo("10");
    for (String value : List.of("-2", "11", "1.0", "", "99999999999999999999")) {
      assertThatThrownBy(() -> kind.canonical(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a whole number from -1 to 10");
    }
  }

  @Test
  void canonical_wholeBeyondWhatFits_tellsTheEnds() {
    Kind from3 = new Kind.Whole(3, Integer.MAX_VALUE);
    Kind any = new Kind.Whole(Long.MIN_VALUE, Long.MAX_VALUE);

    assertThatThrownBy(() -> from3.canonical("2")).hasMessage("a whole number of 3 or more");
    assertThatThrownBy(() -> from3.canonical("99999999999"))
        .hasMessage("a whole number from 3 to 2147483647");
    assertThatThrownBy(() -> any.canonical("one")).hasMessage("a whole number");
    assertThatThrownBy(() -> any.canonical("-99999999999999999999"))
        .hasMessage("a whole number from -9223372036854775808 to 9223372036854775807");
  }

  @Test
  void canonical_text_isAnyButTheEmptyOne() {
    assertThat(new Kind.Text().canonical(" model-*.bin ")).isEqualTo(" model-*.bin ");
    assertThatThrownBy(() -> new Kind.Text().canonical(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a text");
  }

  @Test
  void canonical_choiceOrFlag_isOneOfTheWords() {
    assertThat(new Kind.Choice(List.of("a", "b")).canonical("b")).isEqualTo("b");
    assertThatThrownBy(() -> new Kind.Choice(List.of("a", "b")).canonical("c"))
        .hasMessage("one of a, b");
    assertThat(new Kind.Flag().canonical("true")).isEqualTo("true");
    assertThatThrownBy(() -> new Kind.Flag().canonical("True")).hasMessage("true or false");
  }
}

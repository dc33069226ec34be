package org.shoestring.step.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.shoestring.step.Chain;
import org.shoestring.step.Verdict;
import org.shoestring.step.tokenize.PythonText;
import org.shoestring.tsv.Row;

class LowercaseTest {
  private final Chain chain = enDe("lowercase");

  @Test
  void apply_noCapitals_keepsTheRow() {
    assertThat(chain.apply(Row.of("a @[`{ 1", ""))).isSameAs(Verdict.keep());
    assertThat(chain.apply(Row.of("straße", "ας"))).isSameAs(Verdict.keep());
  }

  @Test
  void apply_capitalsOfAnyScript_areLowered() {
    assertThat(apply(chain, "AZ", "Az")).containsExactly("change", "az", "az");
    assertThat(apply(chain, "A", "ÄΣ")).containsExactly("change", "a", "äς");
  }

  @Test
  void apply_otherColumn_isLeftAlone() {
    assertThat(apply(enDe("lowercase:columns=de"), "A", "B")).containsExactly("change", "A", "b");
    assertThat(apply(enDe("lowercase:columns=de"), "Ä", "B")).containsExactly("change", "Ä", "b");
  }

  @Test
  void apply_rowThatChanges_isLeftAlone() {
    Row row = Row.of("ABC", "D");

    chain.apply(row);

    assertThat(row).isEqualTo(Row.of("ABC", "D"));
  }

  @Property
  void apply_ascii_isAsInText(
      @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 40) String text) {
    Row row = Row.of(text, "X");

    assertThat(chain.apply(row).row(row)).isEqualTo(Row.of(PythonText.lower(text), "x"));
  }
}

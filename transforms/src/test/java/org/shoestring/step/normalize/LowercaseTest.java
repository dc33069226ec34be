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
import org.shoestring.tsv.TsvRow;

class LowercaseTest {
  private final Chain chain = enDe("lowercase");

  @Test
  void apply_noCapitals_keepsTheRow() {
    assertThat(chain.apply(TsvRow.of("a @[`{ 1", ""))).isSameAs(Verdict.keep());
    assertThat(chain.apply(TsvRow.of("straße", "ας"))).isSameAs(Verdict.keep());
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
    TsvRow row = TsvRow.of("ABC", "D");

    chain.apply(row);

    assertThat(row).isEqualTo(TsvRow.of("ABC", "D"));
  }

  @Property
  void apply_ascii_isAsInText(
      @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 40) String text) {
    TsvRow row = TsvRow.of(text, "X");

    assertThat(chain.apply(row).row(row)).isEqualTo(TsvRow.of(PythonText.lower(text), "x"));
  }
}

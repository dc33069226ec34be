package org.shoestring.step.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;
import static org.shoestring.step.Chains.on;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.shoestring.spec.UsageException;
import org.shoestring.step.tokenize.PythonText;
import org.shoestring.tsv.Columns;

class IdenticalTest {

  @Test
  void apply_sameText_rejects() {
    assertThat(apply(enDe("identical"), "a ä", "a ä")).containsExactly("reject", "identical", "");
    assertThat(apply(enDe("identical"), "", "")).containsExactly("reject", "identical", "");
  }

  @Test
  void apply_otherText_keeps() {
    assertThat(apply(enDe("identical"), "a", "ab")).containsExactly("keep");
    assertThat(apply(enDe("identical"), "a", "A")).containsExactly("keep");
    assertThat(apply(on(Columns.of("a", "b", "c"), "identical"), "x", "x", "y"))
        .containsExactly("keep");
  }

  @Test
  void apply_lowercase_comparesInLowerCase() {
    assertThat(apply(enDe("identical:true"), "aÄΣ", "Aäς"))
        .containsExactly("reject", "identical", "");
    assertThat(apply(enDe("identical:true"), "Kelvin", "\u212Aelvin"))
        .containsExactly("reject", "identical", "");
    assertThat(apply(enDe("identical:true"), "ab", "abc")).containsExactly("keep");
  }

  @Property
  void apply_lowercase_isEqualityOfLoweredText(
      @ForAll("fields") String en, @ForAll("fields") String de) {
    boolean same = PythonText.lower(en).equals(PythonText.lower(de));

    assertThat(apply(enDe("identical:true"), en, de).get(0)).isEqualTo(same ? "reject" : "keep");
  }

  @Test
  void bind_oneColumn_isAnError() {
    assertThatThrownBy(() -> on(Columns.of("text"), "identical"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: step 'identical': needs two or more columns to compare, but has only"
                + " 'text'; the table has the columns text");
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.strings().withChars("aAkK\u212Aİi\u0307Σσς ").ofMaxLength(4);
  }
}

package org.shoestring.step.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;
import static org.shoestring.step.Chains.on;

import org.junit.jupiter.api.Test;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;

class LengthRatioTest {

  @Test
  void apply_ratioOfExactlyMax_keeps() {
    assertThat(apply(enDe("length-ratio:3"), "a", "a b c")).containsExactly("keep");
    assertThat(apply(enDe("length-ratio:1.5"), "a b c", "a b")).containsExactly("keep");
  }

  @Test
  void apply_ratioOverMax_rejects() {
    assertThat(apply(enDe("length-ratio:3"), "a", "a b c d"))
        .containsExactly("reject", "length_ratio", "");
    assertThat(apply(enDe("length-ratio:1.5"), "a b c d", "a b"))
        .containsExactly("reject", "length_ratio", "");
  }

  @Test
  void apply_emptyField_rejectsUnlessAllAre() {
    assertThat(apply(enDe("length-ratio:100"), "", "a"))
        .containsExactly("reject", "length_ratio", "");
    assertThat(apply(enDe("length-ratio:100"), "", " ")).containsExactly("keep");
  }

  @Test
  void apply_severalColumns_comparesLongestAndShortest() {
    Columns three = Columns.of("en", "de", "fr");

    assertThat(apply(on(three, "length-ratio:2"), "a a", "a a a a", "a"))
        .containsExactly("reject", "length_ratio", "");
    assertThat(apply(on(three, "length-ratio:max=2,columns=en+de"), "a a", "a a a a", "a"))
        .containsExactly("keep");
  }

  @Test
  void apply_chars_countsCodePoints() {
    assertThat(apply(enDe("length-ratio:max=2,unit=char"), "日本", "abcd")).containsExactly("keep");
    assertThat(apply(enDe("length-ratio:max=2,unit=char"), "日本", "abcde"))
        .containsExactly("reject", "length_ratio", "");
  }

  @Test
  void bind_oneColumn_isAnError() {
    assertThatThrownBy(() -> enDe("length-ratio:max=2,columns=de"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: step 'length-ratio': needs two or more columns to compare, but has"
                + " only 'de'; the table has the columns en, de");
  }
}

package org.shoestring.step.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import org.junit.jupiter.api.Test;

class EmptyTest {

  @Test
  void apply_text_keeps() {
    assertThat(apply(enDe("empty"), " a", "\u200B")).containsExactly("keep");
  }

  @Test
  void apply_nothingButWhitespace_rejectsNamingTheColumn() {
    assertThat(apply(enDe("empty"), "", "a")).containsExactly("reject", "empty", "en");
    assertThat(apply(enDe("empty"), "a", " \u3000\u00A0\u001F"))
        .containsExactly("reject", "empty", "de");
  }

  @Test
  void apply_otherColumn_isNotLookedAt() {
    assertThat(apply(enDe("empty:columns=de"), "", "a")).containsExactly("keep");
  }
}

package org.shoestring.step.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import org.junit.jupiter.api.Test;
import org.shoestring.spec.UsageException;
import org.shoestring.step.Chain;

class LengthTest {

  @Test
  void apply_atTheLimits_keeps() {
    Chain chain = enDe("length:min=1,max=3");

    assertThat(apply(chain, "a b c", "a")).containsExactly("keep");
  }

  @Test
  void apply_beyondTheLimits_rejectsNamingColumnAndLimit() {
    Chain chain = enDe("length:min=2,max=3");

    assertThat(apply(chain, "a b", "a b c d")).containsExactly("reject", "length", "de over 3");
    assertThat(apply(chain, "a", "a b c d")).containsExactly("reject", "length", "en under 2");
  }

  @Test
  void apply_defaults_are1And100Words() {
    String hundred = "w ".repeat(100);

    assertThat(apply(enDe("length"), hundred, "a")).containsExactly("keep");
    assertThat(apply(enDe("length"), hundred + "w", "a"))
        .containsExactly("reject", "length", "en over 100");
    assertThat(apply(enDe("length"), "a", " ")).containsExactly("reject", "length", "de under 1");
  }

  @Test
  void apply_bareValue_isMax() {
    assertThat(apply(enDe("length:2"), "a b c", "a"))
        .containsExactly("reject", "length", "en over 2");
  }

  @Test
  void apply_chars_countsCodePoints() {
    Chain chain = enDe("length:unit=char,max=2");

    assertThat(apply(chain, "ä😀", "日本")).containsExactly("keep");
    assertThat(apply(chain, "ä😀", "日本語")).containsExactly("reject", "length", "de over 2");
  }

  @Test
  void apply_otherColumn_isNotLookedAt() {
    assertThat(apply(enDe("length:max=1,columns=de"), "a b", "a")).containsExactly("keep");
  }

  @Test
  void bind_minOverMax_isAnError() {
    assertThatThrownBy(() -> enDe("length:min=5,max=3"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: step 'length': min must not be greater than max, but min is 5 and"
                + " max is 3; change one of them");
  }
}

package org.shoestring.step.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shoestring.spec.UsageException;
import org.shoestring.step.tokenize.Tokenizers;
import org.shoestring.tsv.TsvRow;

class TokenizeTest {

  @Test
  void apply_default_is13a() {
    assertThat(apply(enDe("tokenize"), "Hello, world.", "a b"))
        .containsExactly("change", "Hello , world .", "a b");
    assertThat(enDe("tokenize").canonical()).containsExactly("tokenize@1:tokenizer=13a,columns=");
  }

  @Test
  void apply_otherColumn_isLeftAlone() {
    assertThat(apply(enDe("tokenize:tokenizer=char,columns=de"), "ab", "ab"))
        .containsExactly("change", "ab", "a b");
  }

  @ParameterizedTest
  @MethodSource("org.shoestring.step.tokenize.Tokenizers#names")
  void apply_anyTokenizer_isWhatItMakesOfTheText(String name) {
    String text = "It costs $3.50 – 北京2008年, isn't it?";
    TsvRow row = TsvRow.of("-", text);

    assertThat(enDe("tokenize:tokenizer=" + name + ",columns=de").apply(row).row(row))
        .isEqualTo(TsvRow.of("-", Tokenizers.named(name).tokenize(text)));
  }

  @Test
  void bind_unknownTokenizer_listsTheKnown() {
    assertThatThrownBy(() -> enDe("tokenize:14b"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: step 'tokenize': tokenizer must be one of 13a, intl, zh, char, none, but is"
                + " '14b'");
  }
}

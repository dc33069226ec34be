package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;

class BalanceTest {
  private static final Columns COLUMNS = Columns.of("en", "de", "fr");

  private static Balance balance(String text) {
    return Balance.of(Spec.parse("e.yaml:5", text));
  }

  @ParameterizedTest
  @CsvSource({
    "lines, lines",
    "tokens, tokens@1:columns=en+de+fr",
    "tokens:de, tokens@1:columns=de",
    "tokens:columns=fr+en, tokens@1:columns=en+fr",
    "tokens:fr+de+en, tokens@1:columns=en+de+fr"
  })
  void canonical_anyForm_namesTheColumnsInTheirOrder(String text, String canonical) {
    assertThat(balance(text).canonical(COLUMNS)).isEqualTo(canonical);
    assertThat(balance(text).isByTokens()).isEqualTo(!text.equals("lines"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token|e.yaml:5: unknown balance 'token' (did you mean tokens?); known: lines, tokens",
        "lines:en|e.yaml:5: balance 'lines' has no parameters, but 'en' is given; write only lines",
        "tokens:min=1|e.yaml:5: balance 'tokens': unknown parameter 'min'; known: columns",
        "tokens:en+xx|e.yaml:5: balance 'tokens': unknown column 'xx'; known: en, de, fr",
        "tokens:en+en|e.yaml:5: balance 'tokens': column 'en' is named twice; name it once"
      })
  void of_whatCannotBe_saysWhatCan(String text, String message) {
    assertThatThrownBy(() -> balance(text).fields(COLUMNS))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}

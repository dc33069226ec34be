package org.shoestring.step.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.Golden;

class TokenizersTest {

  // sacreBLEU 2.6.0: _get_tokenizer("13a")()(line.rstrip())
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Prices: $1,000.50, 3,5% and 10,000,000 EUR...|"
            + "Prices : $ 1,000.50 , 3,5 % and 10,000,000 EUR . . .",
        "...leading dots.and..two...three....four|"
            + ". . . leading dots . and . . two . . . three . . . . four",
        "well-known 3-4 -5 --|well-known 3 - 4 -5 --",
        "It's 5 o'clock.|It's 5 o'clock .",
        "&amp;lt; &quot;x&quot; &gt;|< \" x \" >",
        "a<skipped>b 1.|ab 1 ."
      })
  void tokenize_13a_isThatOfSacrebleu(String line, String tokens) {
    assertThat(Tokenizers.named("13a").tokenize(line)).isEqualTo(tokens);
  }

  // sacreBLEU 2.6.0 with regex 2022.10.31: _get_tokenizer("intl")()(line.rstrip()), and so on
  @Test
  void tokenize_intlPointAfterNumberAtEnd_staysWithIt() {
    assertThat(Tokenizers.named("intl").tokenize("end 5.")).isEqualTo("end 5.");
    assertThat(Tokenizers.named("intl").tokenize("5½. „x“ 3€ 1,5")).isEqualTo("5½ . „ x “ 3 € 1,5");
  }

  @Test
  void tokenize_intlCharacterNewerThanUnicode15_isPlain() {
    assertThat(Tokenizers.named("intl").tokenize("a\u2FFCb")).isEqualTo("a\u2FFCb");
  }

  @Test
  void tokenize_zh_splitsHanOfTheBmpAndArrows() {
    assertThat(Tokenizers.named("zh").tokenize("中文A→3.5。")).isEqualTo("中 文 A → 3.5 。");
    assertThat(Tokenizers.named("zh").tokenize("\uD840\uDC00\uD840\uDC01"))
        .isEqualTo("\uD840\uDC00\uD840\uDC01");
  }

  @Test
  void tokenize_char_splitsCodePointsAndKeepsBlanks() {
    assertThat(Tokenizers.named("char").tokenize("a \uD83D\uDE00b "))
        .isEqualTo("a   \uD83D\uDE00 b");
  }

  @Test
  void tokenize_none_dropsTrailingBlanksOnly() {
    assertThat(Tokenizers.named("none").tokenize("  a  b \u3000")).isEqualTo("  a  b");
  }

  @Test
  void named_unknown_listsKnownOnes() {
    assertThatThrownBy(() -> Tokenizers.named("13b"))
        .hasMessage(
            "unknown tokenizer '13b' (did you mean 13a?); known: 13a, intl, zh, char," + " none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"13a", "intl", "zh"})
  void tokenize_giantLine_isItsTokensJoined(String name) {
    String line = "so, 1.5 – \uD83D\uDE00.".repeat(60_000);
    TokenSpans spans = new TokenSpans();
    Tokenizers.named(name).split(line, spans);
    assertThat(spans.size()).isGreaterThan(200_000);
    assertThat(Tokenizers.named(name).tokenize(line).equals(String.join(" ", tokens(spans))))
        .isTrue();
  }

  @Property
  void split_anyLine_isWhatTokenizeSeparates(@ForAll String text) {
    String line = text.replace('\n', ' ');
    for (String name : Tokenizers.names()) {
      TokenSpans spans = new TokenSpans();
      TokenSpans words = new TokenSpans();
      Tokenizers.named(name).split(line, spans);
      words.addWords(Tokenizers.named(name).tokenize(line));
      assertThat(tokens(spans)).isEqualTo(tokens(words));
    }
  }

  @Property
  void split_twoLines_equalsEachAlone(@ForAll String one, @ForAll String other) {
    for (String name : Tokenizers.names()) {
      TokenSpans both = new TokenSpans();
      Tokenizers.named(name).split(one, both);
      Tokenizers.named(name).split(other, both);
      assertThat(tokens(both)).isEqualTo(join(tokens(name, one), tokens(name, other)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"13a", "intl", "zh", "char", "none"})
  void tokenize_goldenLines_isThatOfSacrebleu(String name) {
    Tokenizer tokenizer = Tokenizers.named(name);
    assertThat(Golden.lines("tok/in.txt").stream().map(tokenizer::tokenize))
        .containsExactlyElementsOf(Golden.lines("tok/out." + name + ".txt"));
  }

  private static List<String> tokens(String name, String line) {
    TokenSpans spans = new TokenSpans();
    Tokenizers.named(name).split(line, spans);
    return tokens(spans);
  }

  private static List<String> tokens(TokenSpans spans) {
    String[] tokens = new String[spans.size()];
    Arrays.setAll(tokens, spans::token);
    return List.of(tokens);
  }

  private static List<String> join(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}

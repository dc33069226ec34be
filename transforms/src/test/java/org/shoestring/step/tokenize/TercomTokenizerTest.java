package org.shoestring.step.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.step.tokenize.TercomOption.ASIAN_SUPPORT;
import static org.shoestring.step.tokenize.TercomOption.CASE_SENSITIVE;
import static org.shoestring.step.tokenize.TercomOption.NORMALIZED;
import static org.shoestring.step.tokenize.TercomOption.NO_PUNCT;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.shoestring.Golden;

// Expected tokens: sacreBLEU 2.6.0, TercomTokenizer(...)(line.rstrip())
class TercomTokenizerTest {

  @Test
  void tokenize_noOption_lowersAndSplitsAtBlanks() {
    assertThat(tokenize("The  CAT\u3000sat .")).isEqualTo("the cat sat .");
  }

  @Test
  void tokenize_normalized_splitsPunctuationAndPossessives() {
    assertThat(
            tokenize(
                "It's John's. 'tis the dog's, 3's 1.5, 2-3 well-known &quot;x&amp;lt; a.b..",
                NORMALIZED))
        .isEqualTo("it 's john's . 'tis the dog's , 3 's 1.5 , 2 - 3 well-known \" x < a . b . .");
    assertThat(tokenize("\u00A0x's\u00A0y ..5 5..", NORMALIZED)).isEqualTo("x's y . .5 5 . .");
  }

  @Test
  void tokenize_normalizedPossessiveBeforeTab_staysWhole() {
    assertThat(tokenize("it's\tx the cat's! it's", NORMALIZED))
        .isEqualTo("it's x the cat 's ! it 's");
  }

  @Test
  void tokenize_normalizedAsian_splitsHanAndNoKana() {
    assertThat(tokenize("我爱3.5猫。カタカナひら's我 is's，㌀ﬀ", NORMALIZED, ASIAN_SUPPORT))
        .isEqualTo("我 爱 3.5 猫 。 カタカナひら's 我 is's ， ㌀ ﬀ");
  }

  @Test
  void tokenize_noPunct_deletesInsideWordsToo() {
    assertThat(tokenize("A.b, (c)! \"d\" e: 3.5 。 - .", NO_PUNCT)).isEqualTo("ab c d e 35 。 -");
    assertThat(tokenize("A。b、「c」！ ･ .", NO_PUNCT, ASIAN_SUPPORT)).isEqualTo("abc");
    assertThat(tokenize("John's 3.5, a.b (x) [y]", NORMALIZED, NO_PUNCT))
        .isEqualTo("john 's 35 a b x [ y ]");
  }

  @Property
  void split_anyLine_isWhatTokenizeSeparates(
      @ForAll String text, @ForAll Set<TercomOption> options) {
    TercomTokenizer tokenizer = new TercomTokenizer(options);
    String line = text.replace('\n', ' ');
    TokenSpans spans = new TokenSpans();
    TokenSpans words = new TokenSpans();
    tokenizer.split(line, spans);
    words.addWords(tokenizer.tokenize(line));
    assertThat(tokens(spans)).isEqualTo(tokens(words));
  }

  @Test
  void tokenize_goldenLines_isThatOfSacrebleu() {
    assertGolden("ter");
    assertGolden("ter_norm", NORMALIZED);
    assertGolden("ter_norm_asian", NORMALIZED, ASIAN_SUPPORT);
    assertGolden("ter_nopunct_asian", NO_PUNCT, ASIAN_SUPPORT, CASE_SENSITIVE);
  }

  private static void assertGolden(String name, TercomOption... options) {
    Golden.assertLines("tok/in.txt", line -> tokenize(line, options), "tok/out." + name + ".txt");
  }

  private static String tokenize(String line, TercomOption... options) {
    return new TercomTokenizer(Set.of(options)).tokenize(line);
  }

  private static List<String> tokens(TokenSpans spans) {
    String[] tokens = new String[spans.size()];
    Arrays.setAll(tokens, spans::token);
    return List.of(tokens);
  }
}

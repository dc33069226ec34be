package org.shoestring.lexicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.shoestring.lexicon.Words.Token;

class WordsTest {

  @Test
  void split_marksAtTheEndsOfWords_areTokensOfTheirOwn() {
    assertThat(texts("\"Well,\" she said (twice)..."))
        .containsExactly("\"", "Well", ",", "\"", "she", "said", "(", "twice", ")", ".", ".", ".");
  }

  @Test
  void split_marksInsideWords_stay() {
    assertThat(texts("The man's T-shirt costs $3.50")).contains("man's", "T-shirt", "3.50");
  }

  @Test
  void split_afterEndOfSentence_isInitialAgain() {
    assertThat(Words.split("\"No! She left.").stream().filter(Token::initial).map(Token::text))
        .containsExactly("No", "She");
  }

  @Test
  void split_noBreakSpaceAndTabs_areBlanks() {
    assertThat(texts(" \u00a0a\tb\u3000c\r")).containsExactly("a", "b", "c");
  }

  @Test
  void split_marksOfVowels_stayWithTheirLetters() {
    assertThat(texts("हिन्दी बोलो!")).containsExactly("हिन्दी", "बोलो", "!");
  }

  @Property
  void split_anyText_losesBlanksOnly(@ForAll String text) {
    String kept =
        text.codePoints()
            .filter(code -> !Character.isWhitespace(code) && !Character.isSpaceChar(code))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assertThat(String.join("", texts(text))).isEqualTo(kept);
  }

  private static List<String> texts(String line) {
    return Words.split(line).stream().map(Token::text).toList();
  }
}

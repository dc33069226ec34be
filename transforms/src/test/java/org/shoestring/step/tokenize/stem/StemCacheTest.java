package org.shoestring.step.tokenize.stem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StemCacheTest {
  private static final String[] BEGINNINGS = {"oper", "nation", "hop", "r", "sensib", "gener"};
  private static final String[] ENDINGS = {"ation", "ing", "ies", "ally", "ed", "s", "iveness"};

  @Test
  void stem_moreWordsThanItHolds_isThatOfTheStemmer() {
    StemCache cache = new StemCache();
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < 20_000; i++) {
        // Some are too long to be kept.
        String word =
            Integer.toString(i / 42, 26).repeat(1 + i / 42 % 9)
                + BEGINNINGS[i % 6]
                + ENDINGS[i / 6 % 7];
        char[] text = word.toCharArray();
        long code = 0;
        for (char c : text) {
          code = Long.rotateLeft(code, 8) ^ c;
        }

        int end = cache.stem(text, 0, text.length, code);

        assertThat(new String(text, 0, end)).isEqualTo(stem(word));
      }
    }
  }

  @Test
  void stem_otherWordOfTheSameCode_isNotTaken() {
    StemCache cache = new StemCache();
    assertThat(stem(cache, "cats")).isEqualTo("cat");
    assertThat(stem(cache, "dogs")).isEqualTo("dog");
  }

  private static String stem(StemCache cache, String word) {
    char[] text = word.toCharArray();
    return new String(text, 0, cache.stem(text, 0, text.length, 7));
  }

  private static String stem(String word) {
    char[] text = word.toCharArray();
    return new String(text, 0, new PorterStemmer().stem(text, 0, text.length));
  }
}

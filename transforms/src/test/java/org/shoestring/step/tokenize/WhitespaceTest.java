package org.shoestring.step.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WhitespaceTest {
  // Python 3.11: [hex(c) for c in range(0x110000) if len(('a' + chr(c) + 'b').split()) == 2]
  private static final List<Integer> PYTHON =
      List.of(
          0x9, 0xA, 0xB, 0xC, 0xD, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2001,
          0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029,
          0x202F, 0x205F, 0x3000);
  private static final Pattern SPLIT =
      Pattern.compile(
          "[\\x09-\\x0D\\x1C-\\x20\\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]+");

  @Test
  void length_everyCodePoint_isItsBytesIfItIsWhitespace() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(c).getBytes(UTF_8);
        assertThat(Whitespace.length(bytes, 0, bytes.length))
            .as("U+%04X", c)
            .isEqualTo(PYTHON.contains(c) ? bytes.length : 0);
      }
    }
  }

  @Test
  void length_bytesOfWhitespaceCutShort_isNone() {
    byte[] ideographicSpace = "\u3000".getBytes(UTF_8);

    assertThat(Whitespace.length(ideographicSpace, 0, 2)).isZero();
    assertThat(Whitespace.countTokens(ideographicSpace, 0, 2)).isEqualTo(1);
  }

  @Property
  void countTokens_anyText_isWhatPythonSplits(@ForAll("texts") String text) {
    byte[] bytes = text.getBytes(UTF_8);

    assertThat(Whitespace.countTokens(bytes, 0, bytes.length)).isEqualTo(words(text).size());
  }

  @Property
  void countTokens_amidOtherText_looksAtItsRangeOnly(
      @ForAll("texts") String before, @ForAll("texts") String text, @ForAll("texts") String after) {
    byte[] bytes = (before + text + after).getBytes(UTF_8);
    int from = before.getBytes(UTF_8).length;
    int to = from + text.getBytes(UTF_8).length;

    assertThat(Whitespace.countTokens(bytes, from, to)).isEqualTo(words(text).size());
    assertThat(Whitespace.isBlank(bytes, from, to)).isEqualTo(words(text).isEmpty());
  }

  /** Text in which whitespace of all kinds, and characters that share bytes with it, are common. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Character> blank = Arbitraries.of(PYTHON).map(c -> (char) c.intValue());
    Arbitrary<Character> near =
        Arbitraries.of(
            'a', 'Z', '\0', '\u0084', '\u00A1', '\u00E4', '\u167F', '\u1681', '\u200B', '\u2027',
            '\u202E', '\u2030', '\u2060', '\u3001', '\u30C0', '\u2085', '\uFEFF');
    Arbitrary<String> mixed = Arbitraries.oneOf(blank, near).list().ofMaxSize(40).map(this::join);
    // A lone surrogate has no UTF-8; what its bytes decode to stands for it.
    Arbitrary<String> any =
        Arbitraries.strings().ofMaxLength(40).map(s -> new String(s.getBytes(UTF_8), UTF_8));
    return Arbitraries.oneOf(mixed, any);
  }

  private String join(List<Character> characters) {
    StringBuilder joined = new StringBuilder();
    characters.forEach(joined::append);
    return joined.toString();
  }

  private static List<String> words(String text) {
    return SPLIT.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
  }
}

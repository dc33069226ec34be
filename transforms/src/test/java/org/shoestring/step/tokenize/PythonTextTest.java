package org.shoestring.step.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.Golden;

class PythonTextTest {

  // Python 3.11: repr(line.lower())
  @ParameterizedTest
  @CsvSource({
    "İstanbul,i̇stanbul",
    "ΑΣ ΣΑ ΑΣΑ ΑΣ.,ας σα ασα ας.",
    "ΑΣ\u00ADΑ,ασ\u00ADα",
    "ẞÄ,ßä",
    "\uD801\uDC00,\uD801\uDC28",
    "\uA7DC,\uA7DC"
  })
  void lower_anyLine_isThatOfPython(String line, String lower) {
    assertThat(PythonText.lower(line)).isEqualTo(lower);
  }

  // for c in every code point but surrogates: h.update((chr(c).lower() + '\n').encode())
  @Test
  void lower_everyCodePoint_isPythons() throws NoSuchAlgorithmException {
    assertThat(digest(c -> PythonText.lower(Character.toString(c)) + "\n"))
        .isEqualTo("df5f2dce2f27c6135470af16d1fb16abb665a21ddc29386b62030008b01a2429");
  }

  // 'c' if (chr(c) + 'Σ').lower()[-1] == 'ς', else 'i' if ('A' + chr(c) + 'Σ').lower()[-1] == 'ς',
  // else '-'
  @Test
  void lower_everyCodePointBeforeSigma_makesItFinalAsPython() throws NoSuchAlgorithmException {
    assertThat(
            digest(
                c ->
                    isFinalAfter(Character.toString(c))
                        ? "c"
                        : isFinalAfter("A" + Character.toString(c)) ? "i" : "-"))
        .isEqualTo("94409c1ea5c03ba0d7aafeebc36416f3c82bec5346ee5c6720cba6bc3bed6a55");
  }

  @Test
  void lower_sigma_isFinalAtTheEndOfAWordOnly() {
    assertThat(PythonText.lower("Σ")).isEqualTo("σ");
    assertThat(PythonText.lower("ΟΔΟΣ ΣΑΣ")).isEqualTo("οδος σας");
    assertThat(PythonText.lower("ΑΣ,Σ ΑΣ.Σ'")).isEqualTo("ας,σ ασ.ς'");
    assertThat(PythonText.lower("Α'Σ'Α Α'Σ'")).isEqualTo("α'σ'α α'ς'");
    assertThat(PythonText.lower("\uD835\uDC00Σ")).isEqualTo("\uD835\uDC00ς");
  }

  @Test
  void isBlank_allCharacters_areThoseOfPython() {
    // Python 3.11: [c for c in range(0x110000) if chr(c).isspace()]
    assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(PythonText::isBlank))
        .containsExactly(
            9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196,
            8197, 8198, 8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288);
  }

  @Test
  void lower_goldenLines_isThatOfPython() {
    assertThat(Golden.lines("tok/in.txt").stream().map(PythonText::lower))
        .containsExactlyElementsOf(Golden.lines("tok/out.python_lower.txt"));
  }

  @Test
  void addCharacters_goldenLines_dropsBlanksAsPython() {
    TokenSpans spans = new TokenSpans();
    assertThat(
            Golden.lines("tok/in.txt").stream()
                .map(
                    line -> {
                      spans.clear();
                      spans.addCharacters(line);
                      StringBuilder text = new StringBuilder();
                      for (int i = 0; i < spans.size(); i++) {
                        text.append(spans.token(i));
                      }
                      return text.toString();
                    }))
        .containsExactlyElementsOf(Golden.lines("tok/out.python_nospace.txt"));
  }

  private static boolean isFinalAfter(String text) {
    return PythonText.lower(text + "Σ").endsWith("ς");
  }

  private static String digest(IntFunction<String> text) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        digest.update(text.apply(c).getBytes(UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

package org.shoestring.step.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.shoestring.Golden;

/** Values from Python 3.11.7, {@code unicodedata.unidata_version} 14.0.0. */
class LowerCaseTest {

  // for c in every code point but surrogates: h.update((chr(c).lower() + '\n').encode())
  @Test
  void of_everyCodePoint_isPythons() throws NoSuchAlgorithmException {
    assertThat(digest(c -> LowerCase.of(Character.toString(c)) + "\n"))
        .isEqualTo("df5f2dce2f27c6135470af16d1fb16abb665a21ddc29386b62030008b01a2429");
  }

  // 'c' if (chr(c) + 'Σ').lower()[-1] == 'ς', else 'i' if ('A' + chr(c) + 'Σ').lower()[-1] == 'ς',
  // else '-'
  @Test
  void of_everyCodePointBeforeSigma_makesItFinalAsPython() throws NoSuchAlgorithmException {
    assertThat(
            digest(
                c ->
                    isFinalAfter(Character.toString(c))
                        ? "c"
                        : isFinalAfter("A" + Character.toString(c)) ? "i" : "-"))
        .isEqualTo("94409c1ea5c03ba0d7aafeebc36416f3c82bec5346ee5c6720cba6bc3bed6a55");
  }

  @Test
  void of_sigma_isFinalAtTheEndOfAWordOnly() {
    assertThat(LowerCase.of("Σ")).isEqualTo("σ");
    assertThat(LowerCase.of("ΟΔΟΣ ΣΑΣ")).isEqualTo("οδος σας");
    assertThat(LowerCase.of("ΑΣ,Σ ΑΣ.Σ'")).isEqualTo("ας,σ ασ.ς'");
    assertThat(LowerCase.of("Α'Σ'Α Α'Σ'")).isEqualTo("α'σ'α α'ς'");
    assertThat(LowerCase.of("\uD835\uDC00Σ")).isEqualTo("\uD835\uDC00ς");
  }

  @Test
  void of_dottedCapitalI_isTwoCharacters() {
    assertThat(LowerCase.of("İI")).isEqualTo("i\u0307i");
  }

  @Test
  void of_lettersByUnicodeVersion_areLoweredUpTo14() {
    assertThat(LowerCase.of("\u2C2F \uA7C0")).isEqualTo("\u2C5F \uA7C1");
    assertThat(LowerCase.of("\uA7CB")).as("Unicode 16").isEqualTo("\uA7CB");
  }

  @Test
  void of_goldenLines_isPythons() {
    assertThat(Golden.lines("tok/in.txt").stream().map(LowerCase::of))
        .containsExactlyElementsOf(Golden.lines("tok/out.python_lower.txt"));
  }

  private static boolean isFinalAfter(String text) {
    return LowerCase.of(text + "Σ").endsWith("ς");
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

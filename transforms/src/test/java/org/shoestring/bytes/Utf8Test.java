package org.shoestring.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  /** The bytes where the rules of RFC 3629 change, on both sides. */
  private static final int[] EDGES = {
    0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
    0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
  };

  @Test
  void isValid_fourBytesAroundEveryRule_isTheJdks() {
    byte[] bytes = new byte[4];
    for (int a : EDGES) {
      bytes[0] = (byte) a;
      for (int b : EDGES) {
        bytes[1] = (byte) b;
        for (int c : EDGES) {
          bytes[2] = (byte) c;
          for (int d : EDGES) {
            bytes[3] = (byte) d;
            if (Utf8.isValid(bytes, 0, 4) != decodes(bytes, 0, 4)) {
              assertThat(bytes).as("not as the JDK has it").isNull();
            }
          }
        }
      }
    }
  }

  @Property
  void isValid_anyRangeOfAnyBytes_isTheJdks(@ForAll("mixedBytes") byte[] bytes) {
    for (int from = 0; from < bytes.length; from += 3) {
      for (int to : new int[] {from, (from + bytes.length) / 2, bytes.length}) {
        assertThat(Utf8.isValid(bytes, from, to)).isEqualTo(decodes(bytes, from, to));
      }
    }
  }

  @Property
  void escaped_anyBytes_isTextWithoutTabs(@ForAll("mixedBytes") byte[] bytes) {
    String escaped = Utf8.escaped(bytes, 0, bytes.length);

    assertThat(escaped).doesNotContain("\t");
    // What stands for bytes that are no text is there only if it was written: EF BF BD.
    assertThat(escaped.split("\uFFFD", -1))
        .hasSameSizeAs(new String(bytes, ISO_8859_1).split("\u00EF\u00BF\u00BD", -1));
    assertThat(new String(escaped.getBytes(UTF_8), UTF_8)).isEqualTo(escaped);
  }

  @Property
  void escaped_validText_changesTabsAndBackslashesOnly(@ForAll("mixedBytes") byte[] bytes) {
    String text = new String(bytes, UTF_8).replace("\uFFFD", "");
    byte[] valid = text.getBytes(UTF_8);

    assertThat(Utf8.escaped(valid, 0, valid.length))
        .isEqualTo(text.replace("\\", "\\\\").replace("\t", "\\t"));
  }

  @Test
  void escaped_badBytes_areHexadecimal() {
    byte[] bytes = {
      'a', (byte) 0xe4, '\t', (byte) 0xc3, (byte) 0xa4, '\\', (byte) 0xed, (byte) 0xa0
    };

    assertThat(Utf8.escaped(bytes, 0, bytes.length)).isEqualTo("a\\xe4\\tä\\\\\\xed\\xa0");
    assertThat(Utf8.escaped(bytes, 3, 5)).isEqualTo("ä");
    assertThat(Utf8.escaped(bytes, 3, 4)).isEqualTo("\\xc3");
  }

  @ParameterizedTest
  @CsvSource({"C0 80", "E0 80 80", "ED A0 80", "F0 80 80 80", "F4 90 80 80", "F8 88 80 80 80"})
  void isValid_overlongSurrogateOrBeyond_isNot(String hex) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);

    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isFalse();
  }

  @Provide
  Arbitrary<byte[]> mixedBytes() {
    Arbitrary<byte[]> text = Arbitraries.strings().ofMaxLength(6).map(s -> s.getBytes(UTF_8));
    Arbitrary<byte[]> ascii =
        Arbitraries.of("0123456789abcdef", "\t", "\\").map(s -> s.getBytes(UTF_8));
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(2);
    return Arbitraries.frequencyOf(Tuple.of(4, text), Tuple.of(3, ascii), Tuple.of(1, noise))
        .list()
        .ofMaxSize(8)
        .map(
            parts -> {
              ByteArrayOutputStream joined = new ByteArrayOutputStream();
              parts.forEach(joined::writeBytes);
              return joined.toByteArray();
            });
  }

  private static boolean decodes(byte[] bytes, int from, int to) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}

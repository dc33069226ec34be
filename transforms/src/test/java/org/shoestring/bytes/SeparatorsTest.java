package org.shoestring.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class SeparatorsTest {

  @Property(tries = 3000)
  void next_anyBytes_isTheFirstTabOrLineFeedOfTheRange(@ForAll("bytes") byte[] bytes) {
    for (int from = 0; from <= bytes.length; from++) {
      for (int to : List.of(from, (from + bytes.length) / 2, bytes.length)) {
        assertThat(Separators.next(bytes, from, to)).isEqualTo(first(bytes, from, to));
      }
    }
  }

  @Test
  void next_eachByteInEachPlaceBeforeATab_isTheTabUnlessItIsOneItself() {
    for (int value = 0; value < 256; value++) {
      for (int place = 0; place < 15; place++) {
        byte[] bytes = "a text of 16 ch\tand more".getBytes(UTF_8);
        bytes[place] = (byte) value;
        assertThat(Separators.next(bytes, 0, bytes.length))
            .isEqualTo(value == '\t' || value == '\n' ? place : 15);
      }
    }
  }

  private static int first(byte[] bytes, int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> bytes[i] == '\t' || bytes[i] == '\n')
        .findFirst()
        .orElse(to);
  }

  /** Many are near a tab and a line feed, where borrows and signs matter. */
  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<Byte> near = Arbitraries.bytes().between((byte) 7, (byte) 12);
    Arbitrary<Byte> any = Arbitraries.bytes();
    Arbitrary<Byte> letter = Arbitraries.bytes().between((byte) 'a', (byte) 'z');
    return Arbitraries.frequencyOf(Tuple.of(1, near), Tuple.of(2, any), Tuple.of(9, letter))
        .array(byte[].class)
        .ofMaxSize(40);
  }
}

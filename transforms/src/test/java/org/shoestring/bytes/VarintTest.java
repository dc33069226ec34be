package org.shoestring.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintTest {

  @Property
  void next_anyNumbers_comeBack(@ForAll List<Long> numbers) {
    byte[] bytes = new byte[3 + numbers.size() * Varint.MAX_BYTES];
    int end = 3;
    for (long number : numbers) {
      end = Varint.put(number, bytes, end);
    }

    Varint.Reader in = new Varint.Reader();
    in.start(bytes, 3);
    for (long number : numbers) {
      assertThat(in.next()).isEqualTo(number);
    }
    assertThat(in.position()).isEqualTo(end);
  }

  @Property
  void unzigzag_ofZigzag_isTheNumber(@ForAll long number) {
    assertThat(Varint.unzigzag(Varint.zigzag(number))).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 1", "1, 2", "-2, 3", "-64, 127", "64, 128"})
  void zigzag_smallNumbers_areSmall(long number, long expected) {
    assertThat(Varint.zigzag(number)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "127, 1",
    "128, 2",
    "16383, 2",
    "16384, 3",
    "9223372036854775807, 9",
    "-1, 10"
  })
  void put_number_takesABytePerSevenBits(long number, int length) {
    assertThat(Varint.put(number, new byte[Varint.MAX_BYTES], 0)).isEqualTo(length);
  }

  @Test
  void skip_bytesBetween_readsWhatIsBehind() {
    byte[] bytes = new byte[20];
    int end = Varint.put(300, bytes, 0);
    Arrays.fill(bytes, end, end + 5, (byte) 0xFF);
    Varint.put(7, bytes, end + 5);

    Varint.Reader in = new Varint.Reader();
    in.start(bytes, 0);
    assertThat(in.next()).isEqualTo(300);
    in.skip(5);
    assertThat(in.next()).isEqualTo(7);
  }
}

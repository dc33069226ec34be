package org.shoestring.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BulkInputTest {

  private static InputStream of(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    InputStream in = new ByteArrayInputStream(content);
    return new BulkInput() {
      @Override
      public int read(byte[] some, int offset, int length) throws IOException {
        return in.read(some, offset, length);
      }
    };
  }

  @Test
  void read_oneByte_isItWithoutASign() throws IOException {
    InputStream in = of(0, 127, 128, 255);

    assertThat(new int[] {in.read(), in.read(), in.read(), in.read(), in.read(), in.read()})
        .containsExactly(0, 127, 128, 255, -1, -1);
  }
}

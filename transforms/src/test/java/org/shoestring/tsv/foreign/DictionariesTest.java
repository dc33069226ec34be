package org.shoestring.tsv.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.CorruptException;
import org.shoestring.tsv.foreign.Dictionaries.Need;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DictionariesTest {
  private static final byte[] TEXT = "a line\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

  private static byte[] xz(int dictionary) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LZMA2Options options = new LZMA2Options(0);
    options.setDictSize(dictionary);
    try (OutputStream out = new XZOutputStream(bytes, options)) {
      out.write(TEXT);
    }
    return bytes.toByteArray();
  }

  private static Need need(byte[] stored) throws IOException {
    return Dictionaries.of(new ByteArrayInputStream(stored));
  }

  @Test
  void of_xz_isItsDictionaryAndALittle() throws IOException {
    for (int mib : List.of(1, 8)) {
      Need need = need(xz(mib << 20));
      assertThat(need.heap()).isBetween((long) mib << 20, ((long) mib << 20) + (1 << 18));
      assertThat(need.outside()).isZero();
    }
  }

  @Test
  void of_zstd_isItsWindow() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes, 3).setLong(27)) {
      out.write(TEXT);
      out.flush(); // Else the size would be known, and be the window.
      out.write(TEXT);
    }
    assertThat(need(bytes.toByteArray())).isEqualTo(new Need(0, 128 << 20));
  }

  @Test
  void of_others_isNothing() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(TEXT);
    }
    assertThat(need(gzip.toByteArray())).isEqualTo(Need.NONE);
    assertThat(need(TEXT)).isEqualTo(Need.NONE);
    assertThat(need(new byte[0])).isEqualTo(Need.NONE);
    assertThat(need(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd})).isEqualTo(Need.NONE);
  }

  @Test
  void open_moreDictionariesThanHalfOfTheHeap_isAnErrorAndNoOutOfMemory() throws IOException {
    byte[] stored = xz(8 << 20);
    long before = Dictionaries.taken();
    long others = Dictionaries.MOST_BYTES - before - need(stored).heap();
    Dictionaries.take(others);
    try (InputStream fits = Compression.XZ.open(new ByteArrayInputStream(stored));
        InputStream tooMany = Compression.XZ.open(new ByteArrayInputStream(stored))) {
      assertThat(fits.read()).isEqualTo('a');
      assertThatThrownBy(tooMany::read)
          .isInstanceOf(CorruptException.class)
          .hasMessage(
              "the xz files that are open at the same time need more than "
                  + (Dictionaries.MOST_BYTES >> 20)
                  + " MiB, half of Java's memory; give Java more (-Xmx2g), or compress them again:"
                  + " xz -dc FILE | gzip");
    } finally {
      Dictionaries.give(others);
    }
    assertThat(Dictionaries.taken()).isEqualTo(before);
  }
}

package org.shoestring.tsv.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.CorruptException;
import org.shoestring.tsv.Packed;
import org.shoestring.tsv.SlowStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Files of every compression that is read. */
class CompressionTest {
  private static final String FIRST = "the first\tstream\n";
  private static final String SECOND = "and the second\n";

  private static byte[] file(Compression compression, byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case GZIP -> new GZIPOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes);
          case XZ -> new XZOutputStream(bytes, new LZMA2Options(1));
          case ZSTD -> new ZstdOutputStreamNoFinalizer(bytes).setChecksum(true);
        }) {
      out.write(raw);
    }
    return bytes.toByteArray();
  }

  private static byte[] file(Compression compression, String text) throws IOException {
    return file(compression, text.getBytes(UTF_8));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static String text(byte[] file, String name) throws IOException {
    return read(new ByteArrayInputStream(file), name);
  }

  private static String read(InputStream stored, String name) throws IOException {
    try (InputStream in = ForeignFile.text(stored, name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void text_severalStreamsAtAnyPace_areOneTextWhateverTheName(Compression compression)
      throws IOException {
    byte[] file = join(file(compression, FIRST), file(compression, ""), file(compression, SECOND));

    assertThat(text(file, "x.txt")).isEqualTo(FIRST + SECOND);
    assertThat(read(new SlowStream(new ByteArrayInputStream(file), 1), "x"))
        .isEqualTo(FIRST + SECOND);
  }

  @ParameterizedTest
  @EnumSource
  void text_large_isWhole(Compression compression) throws IOException {
    byte[] raw = Packed.raw(Packed.randomLines(5, 300_000));

    assertThat(text(file(compression, raw), "x").getBytes(UTF_8)).isEqualTo(raw);
  }

  @ParameterizedTest
  @EnumSource
  void text_truncatedAnywhere_isCorruptOrCutBetweenStreams(Compression compression)
      throws IOException {
    String name = "x." + compression.extension();
    byte[] first = file(compression, FIRST);
    byte[] file = join(first, file(compression, SECOND));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      if (length == first.length) {
        assertThat(text(cut, name)).isEqualTo(FIRST);
      } else {
        assertThatThrownBy(() -> text(cut, name))
            .as("%d bytes", length)
            .isInstanceOf(CorruptException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void text_anyByteOfTheContentFlipped_isCorrupt(Compression compression) throws IOException {
    byte[] file = file(compression, FIRST);
    for (int at = 10; at < file.length; at++) {
      byte[] flipped = file.clone();
      flipped[at] ^= 0x11;
      try {
        assertThat(text(flipped, "x")).as("byte %d", at).isEqualTo(FIRST);
      } catch (CorruptException e) {
        assertThat(e).hasMessageContaining(compression.token());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void text_zerosBehind_arePadding(Compression compression) throws IOException {
    byte[] file = join(file(compression, FIRST), file(compression, SECOND));

    assertThat(text(join(file, new byte[100]), "x")).isEqualTo(FIRST + SECOND);
    assertThat(text(join(file, new byte[100_000]), "x")).isEqualTo(FIRST + SECOND);
    assertThatThrownBy(() -> text(join(file, new byte[100], new byte[] {1}), "x"))
        .isInstanceOf(CorruptException.class);
  }

  @ParameterizedTest
  @EnumSource
  void text_garbageBehind_isCorrupt(Compression compression) throws IOException {
    for (String garbage : List.of("x", "garbage", "BZ", "<html>")) {
      byte[] file = join(file(compression, FIRST), garbage.getBytes(UTF_8));
      assertThatThrownBy(() -> text(file, "x")).as(garbage).isInstanceOf(CorruptException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void text_sourceFails_isItsError(Compression compression) throws IOException {
    byte[] half = Arrays.copyOf(file(compression, FIRST), 25);
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertThatThrownBy(
            () -> read(new SequenceInputStream(new ByteArrayInputStream(half), broken), "x"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("connection reset");
  }

  @Test
  void text_xzWithAHugeDictionary_isToldBeforeItsMemoryIsTaken() throws IOException {
    byte[] file = file(Compression.XZ, FIRST);
    // The filter flags of the block's header: LZMA2, one property, the size of the dictionary.
    int size = 16;
    assertThat(Arrays.copyOfRange(file, 14, 16)).containsExactly(0x21, 1);
    file[size] = 37; // 1.5 GiB
    CRC32 crc = new CRC32();
    crc.update(file, 12, 8);
    for (int i = 0; i < 4; i++) {
      file[20 + i] = (byte) (crc.getValue() >>> (8 * i));
    }

    assertThatThrownBy(() -> text(file, "x"))
        .isInstanceOf(CorruptException.class)
        .hasMessageMatching(
            "the file needs 1536 MiB of memory to be decompressed, and \\d+ MiB are allowed;"
                + " compress it again: xz -dc FILE \\| gzip");
  }

  @Test
  void text_zstdWithAHugeWindow_isTold() throws IOException {
    // A frame with a window of 2^30 bytes, and in it an empty block, the last one.
    byte[] file = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xa0, 1, 0, 0};
    byte[] usual = file.clone();
    usual[5] = 0x58; // 2^21
    assertThat(text(usual, "x")).isEmpty();

    assertThatThrownBy(() -> text(file, "x"))
        .isInstanceOf(CorruptException.class)
        .hasMessage(
            "the file needs more than 128 MiB of memory to be decompressed; compress it again"
                + " without --long or --ultra, or as gzip: zstd -dc --long=31 FILE | gzip");
  }

  @Test
  void text_zstdThatBeginsWithAFrameToSkip_isItsText() throws IOException {
    byte[] skipped = {0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 'x', 'y'};

    assertThat(text(join(skipped, file(Compression.ZSTD, FIRST)), "x.zst")).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          GZIP,  gzip member 1 ends early; the file is truncated
          BZIP2, bzip2 data ends early; the file is truncated
          XZ,    xz data ends early; the file is truncated
          ZSTD,  zstd frame 1 ends early; the file is truncated
          """)
  void text_fileCutInTheMiddle_saysThatItIsTruncated(Compression compression, String message)
      throws IOException {
    byte[] whole = file(compression, FIRST.repeat(100));

    assertThatThrownBy(() -> text(Arrays.copyOf(whole, whole.length / 2), "x"))
        .isInstanceOf(CorruptException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          BZIP2, bzip2 data is damaged: Bad block header
          XZ,    xz data is damaged: XZ Block Header is corrupt
          """)
  void text_fileWithAWrongByte_saysThatItIsDamaged(Compression compression, String message)
      throws IOException {
    byte[] changed = file(compression, FIRST);
    changed[compression == Compression.XZ ? 16 : 6] ^= 1;

    assertThatThrownBy(() -> text(changed, "x"))
        .isInstanceOf(CorruptException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tsv.gz", "a.tsv.bz2", "a.tsv.xz", "a.tsv.zst", "a.tsv"})
  void plainName_file_isWithoutTheEndingOfItsCompression(String name) {
    assertThat(Compression.plainName(name)).isEqualTo("a.tsv");
  }
}

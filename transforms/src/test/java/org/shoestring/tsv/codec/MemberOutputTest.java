package org.shoestring.tsv.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shoestring.tsv.foreign.ForeignFile;

class MemberOutputTest {
  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(byte[] stored, Codec codec) throws IOException {
    return ForeignFile.decompress(new ByteArrayInputStream(stored), "x." + codec.extension())
        .readAllBytes();
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void write_anyBytesInAnyPortions_areReadAgain(Codec codec) throws IOException {
    byte[] bytes = bytes(3 * MemberSize.BYTES + 5);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = new MemberOutput(stored, codec)) {
      out.write(bytes[0]);
      out.write(bytes, 1, 2 * MemberSize.BYTES);
      out.write(bytes, 1 + 2 * MemberSize.BYTES, MemberSize.BYTES + 4);
    }

    assertThat(read(stored.toByteArray(), codec)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void close_nothingWritten_isAnEmptyFileOfItsFormat(Codec codec) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    OutputStream out = new MemberOutput(stored, codec);
    out.close();
    out.close();

    assertThat(stored.size()).isPositive();
    assertThat(read(stored.toByteArray(), codec)).isEmpty();
  }

  @Test
  void ofFile_ending_tellsTheCodec() {
    assertThat(Codec.ofFile("a.tsv.gz")).contains(Codec.GZIP);
    assertThat(Codec.ofFile("s3://b/a.bz2")).contains(Codec.BZIP2);
    assertThat(Codec.ofFile("a.gz.tsv")).isEmpty();
    assertThat(Codec.ofFile("gz")).isEmpty();
  }
}

package org.shoestring.tsv.foreign;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.Utf8;
import org.shoestring.tsv.Packed;
import org.shoestring.tsv.SlowStream;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberEncoder;

class ForeignFileTest {
  private static final String FIRST = "the first\tmember\n";
  private static final String SECOND = "and the second\n";

  @Test
  void decompress_plainText_isItself() throws IOException {
    assertThat(text("a\tb\n".getBytes(UTF_8), "x.tsv")).isEqualTo("a\tb\n");
    assertThat(text("B\n".getBytes(UTF_8), "x.gz")).isEqualTo("B\n");
    assertThat(text(new byte[0], "x.tsv")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void decompress_otherName_goesByContent(Codec codec) throws IOException {
    assertThat(text(file(codec, FIRST), "x.txt")).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.gz", "x.bz2"})
  void decompress_emptyFileOfThatName_isCorrupt(String name) {
    assertThatThrownBy(() -> text(new byte[0], name))
        .isInstanceOf(CorruptException.class)
        .hasMessage("the file is empty, so it is not a compressed file");
  }

  @ParameterizedTest
  @EnumSource
  void decompress_severalMembers_areOneText(Codec codec) throws IOException {
    byte[] file = file(codec, FIRST, "", SECOND);

    assertThat(text(file, "x")).isEqualTo(FIRST + SECOND);
    assertThat(new String(slow(file, 1), UTF_8)).isEqualTo(FIRST + SECOND);
  }

  @ParameterizedTest
  @EnumSource
  void decompress_memberWithoutContent_isNothing(Codec codec) throws IOException {
    assertThat(text(file(codec, ""), "x")).isEmpty();
  }

  @Property(tries = 20)
  void decompress_sourceOfAnyPace_isTheSame(@ForAll @IntRange(min = 1, max = 5000) int most)
      throws IOException {
    List<String> lines = Packed.randomLines(12, 100_000);
    byte[] raw = Packed.raw(lines);
    byte[] half = Arrays.copyOf(raw, raw.length / 2);
    byte[] rest = Arrays.copyOfRange(raw, half.length, raw.length);

    assertThat(slow(file(Codec.GZIP, half, rest), most)).isEqualTo(raw);
  }

  @ParameterizedTest
  @EnumSource
  void decompress_truncatedAnywhere_isCorruptOrCutBetweenMembers(Codec codec) throws IOException {
    byte[] file = file(codec, FIRST, SECOND);
    int boundary = file(codec, FIRST).length;
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      if (length == boundary) {
        assertThat(text(cut, name(codec))).isEqualTo(FIRST);
      } else {
        assertThatThrownBy(() -> text(cut, name(codec)))
            .as("%d bytes", length)
            .isInstanceOf(CorruptException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void decompress_anyBitFlipped_isCorruptOrTheSame(Codec codec) throws IOException {
    byte[] file = file(codec, FIRST, SECOND);
    int magic = codec == Codec.GZIP ? 2 : 3;
    int corrupt = 0;
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        byte[] raw = decompress(new ByteArrayInputStream(flipped), name(codec));
        if (bit / 8 < magic) {
          // Taken for plain text, which it is not: the import says so at its first line.
          assertThat(Utf8.isValid(raw, 0, raw.length)).as("bit %d", bit).isFalse();
        } else {
          assertThat(new String(raw, UTF_8)).as("bit %d", bit).isEqualTo(FIRST + SECOND);
        }
      } catch (CorruptException e) {
        corrupt++;
      }
    }
    assertThat(corrupt).isGreaterThan(6 * file.length);
  }

  @Test
  void decompress_gzipHeaderWithEverything_isPassedOver() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int flags = 0; flags < 32; flags++) {
      file.writeBytes(withHeader(flags, file(Codec.GZIP, flags + "\n")));
    }
    StringBuilder expected = new StringBuilder();
    for (int flags = 0; flags < 32; flags++) {
      expected.append(flags).append('\n');
    }

    assertThat(text(file.toByteArray(), "x")).isEqualTo(expected.toString());
    assertThat(new String(slow(file.toByteArray(), 1), UTF_8)).isEqualTo(expected.toString());
  }

  @Test
  void decompress_truncatedInAHeaderWithEverything_isCorrupt() throws IOException {
    byte[] member = withHeader(31, file(Codec.GZIP, FIRST));
    byte[] first = file(Codec.GZIP, FIRST);
    for (int length = 1; length < member.length; length++) {
      byte[] cut = join(first, Arrays.copyOf(member, length));
      assertThatThrownBy(() -> text(cut, "x"))
          .isInstanceOf(CorruptException.class)
          .hasMessageStartingWith("gzip member 2 ends ")
          .hasMessageEndingWith("the file is truncated");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 512, 100_000})
  void decompress_zerosAfterGzip_arePadding(int zeros) throws IOException {
    byte[] padded = join(file(Codec.GZIP, FIRST, SECOND), new byte[zeros]);

    assertThat(text(padded, "x")).isEqualTo(FIRST + SECOND);
  }

  @Test
  void decompress_garbageAfterPadding_isCorrupt() throws IOException {
    byte[] padded = join(file(Codec.GZIP, FIRST), new byte[70_000]);

    assertThatThrownBy(() -> text(join(padded, new byte[] {1}), "x"))
        .isInstanceOf(CorruptException.class)
        .hasMessage("garbage after gzip member 1");
  }

  @ParameterizedTest
  @EnumSource
  void decompress_garbageAfterTheEnd_isCorrupt(Codec codec) throws IOException {
    for (String garbage : List.of("x", "garbage", "\u001f", "BZ", "<html>")) {
      byte[] file = join(file(codec, FIRST, SECOND), garbage.getBytes(US_ASCII));
      assertThatThrownBy(() -> text(file, "x")).as(garbage).isInstanceOf(CorruptException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decompress_damageInALaterMember_isToldAfterWhatIsBefore(Codec codec) throws IOException {
    byte[] raw = Packed.raw(Packed.randomLines(13, 50_000));
    byte[] second = file(codec, SECOND);
    second[second.length / 2] ^= 0x10;
    byte[] damaged = join(file(codec, raw), second);

    try (InputStream in = ForeignFile.decompress(new ByteArrayInputStream(damaged), "x")) {
      assertThat(in.readNBytes(raw.length)).isEqualTo(raw);
      assertThatThrownBy(in::readAllBytes).isInstanceOf(CorruptException.class);
    }
  }

  @Test
  void decompress_headerOfLaterMemberDamaged_saysWhichMember() throws IOException {
    byte[] second = file(Codec.GZIP, SECOND);
    second[0] = 'x';

    assertThatThrownBy(() -> text(join(file(Codec.GZIP, FIRST), second), "x"))
        .isInstanceOf(CorruptException.class)
        .hasMessage("garbage after gzip member 1");
  }

  @Test
  void decompress_wrongLengthInTrailer_isCorrupt() throws IOException {
    byte[] file = file(Codec.GZIP, FIRST);
    file[file.length - 4]++;

    assertThatThrownBy(() -> text(file, "x"))
        .isInstanceOf(CorruptException.class)
        .hasMessage("gzip member 1 fails its checksum");
  }

  @ParameterizedTest
  @EnumSource
  void decompress_sourceFails_isItsError(Codec codec) throws IOException {
    byte[] half = Arrays.copyOf(file(codec, FIRST), 25);
    InputStream failing =
        new SequenceInputStream(new ByteArrayInputStream(half), new BrokenStream());

    assertThatThrownBy(() -> decompress(new SlowStream(failing, 1), "x"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("connection reset");
  }

  private static String name(Codec codec) {
    return "x." + codec.extension();
  }

  private static byte[] file(Codec codec, String... members) throws IOException {
    byte[][] raw = new byte[members.length][];
    for (int i = 0; i < members.length; i++) {
      raw[i] = members[i].getBytes(UTF_8);
    }
    return file(codec, raw);
  }

  private static byte[] file(Codec codec, byte[]... members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemberEncoder encoder = codec.encoder(1)) {
      for (byte[] member : members) {
        encoder.encode(member, member.length, out);
      }
    }
    return out.toByteArray();
  }

  /** A gzip member with the optional parts of RFC 1952 that its flags ask for. */
  private static byte[] withHeader(int flags, byte[] member) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 2, 3});
    if ((flags & 4) != 0) {
      out.writeBytes(new byte[] {4, 1});
      out.writeBytes(new byte[0x104]);
    }
    if ((flags & 8) != 0) {
      out.writeBytes("name.tsv\0".getBytes(US_ASCII));
    }
    if ((flags & 16) != 0) {
      out.writeBytes("a comment\0".getBytes(US_ASCII));
    }
    if ((flags & 2) != 0) {
      out.writeBytes(new byte[] {'c', 'r'});
    }
    out.write(member, 10, member.length - 10);
    return out.toByteArray();
  }

  private static String text(byte[] file, String name) throws IOException {
    return new String(decompress(new ByteArrayInputStream(file), name), UTF_8);
  }

  private static byte[] slow(byte[] file, int most) throws IOException {
    return decompress(new SlowStream(new ByteArrayInputStream(file), most), "x");
  }

  private static byte[] decompress(InputStream stored, String name) throws IOException {
    try (InputStream in = ForeignFile.decompress(stored, name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("connection reset");
    }
  }
}

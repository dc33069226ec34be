package org.shoestring.tsv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberDecoder;
import org.shoestring.tsv.codec.MemberSize;
import org.shoestring.tsv.codec.Members;
import org.shoestring.tsv.foreign.ForeignFile;

class RowWriterTest {

  @Property(tries = 100)
  void write_anyRows_areReadBack(@ForAll("tables") List<String> lines, @ForAll Codec codec)
      throws IOException {
    Packed shard = Packed.of(codec, lines);

    assertThat(shard.lines(2)).isEqualTo(lines);
    byte[] raw = Packed.raw(lines);
    assertThat(shard.sha256()).isEqualTo(new Sha256().update(raw, 0, raw.length).hex());
    assertThat(shard.members().totalLines()).isEqualTo(lines.size());
    assertThat(shard.members().totalBytes()).isEqualTo(shard.bytes().length);
  }

  @Provide
  Arbitrary<List<String>> tables() {
    Arbitrary<String> field =
        Arbitraries.strings()
            .ofMaxLength(20)
            .map(s -> new String(s.replaceAll("[\t\n]", "").getBytes(UTF_8), UTF_8));
    return field.tuple2().map(fields -> fields.get1() + "\t" + fields.get2()).list().ofMaxSize(30);
  }

  @Property(tries = 8, edgeCases = EdgeCasesMode.NONE)
  void write_severalMebibytes_cutsMembersAtLineEnds(@ForAll long seed) throws IOException {
    List<String> lines = Packed.randomLines(seed, 3 << 20);
    Packed shard = Packed.of(Codec.GZIP, lines);

    assertThat(shard.lines(2)).isEqualTo(lines);
    assertMembersAreCutAtLineEnds(shard, lines);
  }

  @Test
  void write_severalMebibytesOfBzip2_cutsMembersAtLineEnds() throws IOException {
    List<String> lines = Packed.randomLines(1, 3 << 19);
    Packed shard = Packed.of(Codec.BZIP2, lines);

    assertThat(shard.lines(2)).isEqualTo(lines);
    assertMembersAreCutAtLineEnds(shard, lines);
  }

  private static void assertMembersAreCutAtLineEnds(Packed shard, List<String> lines)
      throws IOException {
    Members members = shard.members();
    assertThat(members.size()).isGreaterThan(1);
    byte[] raw = Packed.raw(lines);
    int line = 0;
    int at = 0;
    try (MemberDecoder decoder = shard.codec().decoder()) {
      for (int i = 0; i < members.size(); i++) {
        int offset = Math.toIntExact(members.offset(i));
        byte[] member = Arrays.copyOfRange(shard.bytes(), offset, offset + members.bytes(i));
        int count = decoder.decode(member, member.length);
        assertThat(Arrays.copyOf(decoder.raw(), count))
            .isEqualTo(Arrays.copyOfRange(raw, at, at + count));
        at += count;
        line += members.lines(i);
        assertThat(decoder.raw()[count - 1]).isEqualTo((byte) '\n');
        int last = lines.get(line - 1).getBytes(UTF_8).length + 1;
        if (i + 1 < members.size()) {
          assertThat(count).isBetween(MemberSize.BYTES, MemberSize.BYTES + last - 1);
        }
        assertThat(count - last).isLessThan(MemberSize.BYTES);
      }
    }
    assertThat(at).isEqualTo(raw.length);
    assertThat(line).isEqualTo(lines.size());
  }

  @ParameterizedTest
  @CsvSource({"GZIP,0:20", "BZIP2,0:14"})
  void close_noRows_isOneEmptyMember(Codec codec, String members) throws IOException {
    Packed shard = Packed.of(codec, List.of());

    assertThat(shard.members()).hasToString(members);
    assertThat(shard.lines(1)).isEmpty();
    assertThat(ForeignFile.decompress(new ByteArrayInputStream(shard.bytes()), "").readAllBytes())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void write_lineOfTwoMebibytes_isAMemberWithWhatWasBefore(Codec codec) throws IOException {
    String lineOf2MiB = "long ".repeat((2 << 20) / 5);
    List<String> lines = List.of("short", lineOf2MiB, "after");
    Packed shard = Packed.of(codec, lines);

    assertThat(shard.lines(1)).isEqualTo(lines);
    assertThat(shard.members().size()).isEqualTo(2);
    assertThat(shard.members().lines(0)).isEqualTo(2);
  }

  @Test
  void write_longestRowBehindAnAlmostFullMember_isReadBack() throws IOException {
    byte[] before = randomLine(MemberSize.BYTES - 2);
    byte[] longest = randomLine(MemberSize.MAX_ROW_BYTES);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowWriter writer = RowWriter.to(out, Codec.GZIP, Codec.GZIP.defaultLevel());
    try (writer) {
      writer.write(before, 0, before.length);
      writer.write(longest, 0, longest.length);
    }
    Packed shard = new Packed(Codec.GZIP, out.toByteArray(), writer.members(), writer.sha256());

    assertThat(shard.members().size()).isEqualTo(1);
    try (RowReader reader = shard.from(0, 1)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isTrue();
      assertThat(reader.row()).isEqualTo(TsvRow.parse(longest));
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void write_rowNobodyCouldRead_isRefused() throws IOException {
    byte[] tooLong = new byte[MemberSize.MAX_ROW_BYTES + 1];
    try (RowWriter writer = RowWriter.to(OutputStream.nullOutputStream(), Codec.GZIP, 2)) {
      assertThatThrownBy(() -> writer.write(tooLong, 0, tooLong.length))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith("row 1 of a shard would have 16842753 bytes");
    }
  }

  @ParameterizedTest
  @EnumSource
  void inBackground_sameRows_writesTheSame(Codec codec) throws IOException {
    List<String> lines = Packed.randomLines(2, codec == Codec.GZIP ? 5 << 20 : 3 << 19);
    Packed here = Packed.of(codec, codec.defaultLevel(), lines, false);
    Packed background = Packed.of(codec, codec.defaultLevel(), lines, true);

    assertThat(background.lines(2)).isEqualTo(lines);
    assertThat(background.sha256()).isEqualTo(here.sha256());
  }

  @Test
  void inBackground_compressorOfTheJdk_writesTheSameBytes() throws IOException {
    List<String> lines = Packed.randomLines(3, 3 << 20);
    Packed here = Packed.of(Codec.GZIP, 6, lines, false);
    Packed background = Packed.of(Codec.GZIP, 6, lines, true);

    assertThat(background.bytes()).isEqualTo(here.bytes());
    assertThat(background.members()).isEqualTo(here.members());
  }

  @Test
  void inBackground_outputFails_throwsItsError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(
            () -> {
              try (RowWriter writer = RowWriter.inBackground(full, Codec.GZIP, 2)) {
                for (String line : Packed.randomLines(4, 3 << 20)) {
                  writer.write(TsvRow.parse(line.getBytes(UTF_8)));
                }
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  @Test
  void close_interruptedWhileEncoding_endsTheEncoderAfterItsLastMember() throws IOException {
    WatchedOutput out = new WatchedOutput();
    RowWriter writer = RowWriter.inBackground(out, Codec.GZIP, 2);
    byte[] line = randomLine(MemberSize.BYTES);
    writer.write(line, 0, line.length);
    Thread.currentThread().interrupt();

    assertThatThrownBy(writer::close).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(out.closed).isTrue();
    assertThat(out.writtenAfterClose).isFalse();
    assertThat(out.written).isGreaterThan(0);
  }

  private static final class WatchedOutput extends OutputStream {
    volatile boolean closed;
    volatile boolean writtenAfterClose;
    volatile int written;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      writtenAfterClose |= closed;
      written += length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Bytes that no compressor makes shorter, without tabs and line feeds. */
  private static byte[] randomLine(int length) {
    byte[] line = new byte[length];
    new Random(length).nextBytes(line);
    for (int i = 0; i < length; i++) {
      line[i] = line[i] == '\n' || line[i] == '\t' ? (byte) ' ' : line[i];
    }
    return line;
  }
}

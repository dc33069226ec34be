package org.shoestring.tsv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.Members;

class RowReaderTest {
  private static final List<String> LINES = List.of("a\tb", "c\td", "\t");

  @Test
  void next_fromAnyMember_goesOnWithItsFirstLine() throws IOException {
    List<String> lines = Packed.randomLines(5, 4 << 20);
    Packed shard = Packed.of(Codec.GZIP, lines);

    for (int member = 0; member <= shard.members().size(); member++) {
      int first = Math.toIntExact(shard.members().firstLine(member));
      assertThat(Packed.lines(shard.from(member, 2))).isEqualTo(lines.subList(first, lines.size()));
    }
  }

  @Test
  void line_fromALaterMember_countsFromTheStartOfTheShard() throws IOException {
    List<String> lines = Packed.randomLines(6, 2 << 20);
    Packed shard = Packed.of(Codec.GZIP, lines);

    try (RowReader reader = shard.from(1, 2)) {
      reader.next();
      assertThat(reader.line()).isEqualTo(shard.members().firstLine(1) + 1);
      reader.skip(10);
      assertThat(reader.row()).hasToString(lines.get(Math.toIntExact(reader.line() - 1)));
    }
  }

  @Test
  void skip_moreRowsThanThereAre_isAtTheEnd() throws IOException {
    try (RowReader reader = Packed.of(Codec.GZIP, LINES).from(0, 2)) {
      reader.skip(100);
      assertThat(reader.next()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void next_anyByteFlipped_isBadDataOrTheSameRows(Codec codec) throws IOException {
    Packed shard = Packed.of(codec, codec == Codec.BZIP2 ? 1 : 2, LINES, false);
    int step = codec == Codec.BZIP2 ? 5 : 1; // bzip2 is slow.
    for (int bit = 0; bit < 8 * shard.bytes().length; bit += step) {
      byte[] flipped = shard.bytes().clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(new Packed(codec, flipped, shard.members(), "").lines(2)).isEqualTo(LINES);
      } catch (BadDataException e) {
        assertThat(e).hasMessageStartingWith("shard: member 1 of 1: ");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void next_truncatedAnywhere_isBadData(Codec codec) throws IOException {
    Packed shard = Packed.of(codec, 1, LINES, false);
    for (int length = 0; length < shard.bytes().length; length++) {
      byte[] cut = Arrays.copyOf(shard.bytes(), length);
      assertThatThrownBy(() -> new Packed(codec, cut, shard.members(), "").lines(2))
          .isInstanceOf(BadDataException.class)
          .hasMessage("shard: member 1 of 1: the shard is truncated");
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4", "0"})
  void next_otherNumberOfLines_isBadData(int lines) throws IOException {
    Packed shard = Packed.of(Codec.GZIP, LINES);
    Members other = Members.parse(lines + ":" + shard.bytes().length);

    assertThatThrownBy(() -> new Packed(Codec.GZIP, shard.bytes(), other, "").lines(2))
        .isInstanceOf(BadDataException.class)
        .hasMessageMatching("shard:[1-3]: the manifest says that it has another number of lines");
  }

  @Test
  void next_fewerLinesThanThereAre_failsAtTheFirstTooMany() throws IOException {
    Packed shard = Packed.of(Codec.GZIP, LINES);
    Members none = Members.parse("0:" + shard.bytes().length);

    try (RowReader reader = new Packed(Codec.GZIP, shard.bytes(), none, "").from(0, 2)) {
      assertThatThrownBy(reader::next).hasMessageStartingWith("shard:1: ");
    }
  }

  @Test
  void next_otherNumberOfColumns_isBadDataWithItsLine() throws IOException {
    Packed shard = Packed.of(Codec.GZIP, List.of("a\tb", "c"));

    assertThatThrownBy(() -> shard.lines(2))
        .isInstanceOf(BadDataException.class)
        .hasMessage("shard:2: 1 columns, expected 2; the shard was altered");
  }

  @Test
  void next_severalMembersAsOne_isBadData() throws IOException {
    List<String> lines = Packed.randomLines(7, 3 << 19);
    Packed shard = Packed.of(Codec.GZIP, lines);
    Members joined = Members.parse(lines.size() + ":" + shard.bytes().length);

    assertThatThrownBy(() -> new Packed(Codec.GZIP, shard.bytes(), joined, "").lines(2))
        .isInstanceOf(BadDataException.class);
  }

  @Test
  void next_sourceOfOneByteACall_readsAll() throws IOException {
    List<String> lines = Collections.nCopies(1000, "a\tb");
    Packed shard = Packed.of(Codec.GZIP, lines);
    SlowStream slow = new SlowStream(new ByteArrayInputStream(shard.bytes()), 1);

    assertThat(
            Packed.lines(
                new RowReader(
                    slow, Codec.GZIP, shard.members(), 0, 2, "shard", BadDataException::new)))
        .isEqualTo(lines);
  }
}

package org.shoestring.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.codec.Codec;

class ShardReaderTest {
  private final Path folder;

  ShardReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.99})
  void open_lateLine_readsNothingOfWhatIsBefore(double part) throws IOException {
    List<String> lines = randomLines(24 << 20);
    Shard shard = shard(lines);
    int line = (int) (part * lines.size());
    MemoryStore store = new MemoryStore();
    store.put(shard.object(), Made.file(shard));

    try (RowReader rows =
        ShardReader.open(TestStores.with(shard.folder(), store), shard, Codec.GZIP, 2, line)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.row()).hasToString(lines.get(line));
      assertThat(rows.line()).isEqualTo(line + 1);
      rows.skip(lines.size());
    }
    assertThat(store.bytesRead()).isBetween(1L, shard.compressed() * 15 / 100);
  }

  @Test
  void open_everyLineOfManyMembers_isThatLine() throws IOException {
    List<String> lines = randomLines(3 << 20);
    Shard shard = shard(lines);
    assertThat(shard.members().size()).isGreaterThan(2);

    for (int line = 0; line < lines.size(); line += 1 + lines.size() / 50) {
      try (RowReader rows = ShardReader.open(Stores.withoutOptions(), shard, Codec.GZIP, 2, line)) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.row()).hasToString(lines.get(line));
      }
    }
    try (RowReader rows =
        ShardReader.open(Stores.withoutOptions(), shard, Codec.GZIP, 2, lines.size())) {
      assertThat(rows.next()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void open_anyByteFlipped_isBadDataNamingTheFile(Codec codec) throws IOException {
    Output output = Made.output(folder, "x", codec);
    Shard shard = Made.shard(output, TableName.MAIN, 0, Made.lines("some text", 100));
    byte[] whole = Files.readAllBytes(Made.file(shard));
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      Files.write(Made.file(shard), flipped);
      assertThatThrownBy(() -> read(shard, codec))
          .as("byte %d", i)
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(Made.file(shard).toString());
    }
  }

  @Test
  void open_anotherValidGzip_isBadDataNamingTheFile() throws IOException {
    Shard shard = shard(Made.lines("some text", 100));
    Shard other =
        Made.shard(Made.output(folder, "x"), TableName.MAIN, 1, Made.lines("Some text", 100));
    Files.copy(Made.file(other), Made.file(shard), StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> read(shard, Codec.GZIP))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(Made.file(shard).toString());
  }

  @Test
  void open_sameLinesCompressedByAnother_isBadDataNamingTheFile() throws IOException {
    List<String> lines = Made.lines("some text", 100);
    Shard shard = shard(lines);
    ByteArrayOutputStream recompressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(recompressed)) {
      gzip.write((String.join("\n", lines) + "\n").getBytes(UTF_8));
    }
    Files.write(Made.file(shard), recompressed.toByteArray());

    assertThatThrownBy(() -> read(shard, Codec.GZIP))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(Made.file(shard).toString());
  }

  @Test
  void open_emptyShardReplaced_isBadData() throws IOException {
    Shard empty = shard(List.of());
    assertThat(read(empty, Codec.GZIP)).isEmpty();
    Shard other = Made.shard(Made.output(folder, "x"), TableName.MAIN, 1, List.of("a\tb"));
    Files.move(Made.file(other), Made.file(empty), StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> read(empty, Codec.GZIP)).isInstanceOf(BadDataException.class);
  }

  @Test
  void open_missing_isBadDataNamingTheFile() throws IOException {
    Shard shard = shard(Made.lines("a", 3));
    Files.delete(Made.file(shard));

    assertThatThrownBy(() -> read(shard, Codec.GZIP))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            Made.file(shard) + ": the shard is missing; " + Made.cure(Made.output(folder, "x")));
  }

  @Test
  void open_truncated_isBadDataNamingTheFile() throws IOException {
    Shard shard = shard(randomLines(3 << 19));
    byte[] whole = Files.readAllBytes(Made.file(shard));
    // The second cut lies between two members: a whole gzip file, but not the shard.
    for (int length :
        new int[] {0, (int) shard.members().offset(1), whole.length / 2, whole.length - 1}) {
      Files.write(Made.file(shard), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> read(shard, Codec.GZIP))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(Made.file(shard) + ": member ")
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void open_laterMemberDamaged_isBadDataFromAnyLine() throws IOException {
    List<String> lines = randomLines(3 << 19);
    Shard shard = shard(lines);
    byte[] damaged = Files.readAllBytes(Made.file(shard));
    damaged[damaged.length - 20] ^= 4;
    Files.write(Made.file(shard), damaged);

    for (int line : new int[] {0, lines.size() - 1}) {
      assertThatThrownBy(
              () -> {
                try (RowReader rows =
                    ShardReader.open(Stores.withoutOptions(), shard, Codec.GZIP, 2, line)) {
                  rows.skip(lines.size());
                }
              })
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(Made.file(shard).toString());
    }
  }

  private Shard shard(List<String> lines) throws IOException {
    return Made.shard(Made.output(folder, "x"), TableName.MAIN, 0, lines);
  }

  private static List<String> read(Shard shard, Codec codec) throws IOException {
    return Made.read(new TableReader(Stores.withoutOptions(), List.of(shard), codec, 2, 0));
  }

  private static List<String> randomLines(int bytes) {
    Random random = new Random(bytes);
    List<String> lines = new ArrayList<>();
    for (int left = bytes; left > 0; left -= 200) {
      String words = " and some words of text".repeat(8);
      lines.add(Long.toString(random.nextLong(), 36) + "\t" + words);
    }
    return lines;
  }
}

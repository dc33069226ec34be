package org.shoestring.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.Codec;

class OutputTest {
  private final Path folder;
  private final Output output;

  OutputTest(@TempDir Path folder) {
    this.folder = folder;
    this.output = Made.output(folder, "x");
  }

  @Test
  void finish_shard_carriesTheHashOfItsBytesInItsName() throws Exception {
    WrittenShard shard = Made.shard(output, TableName.MAIN, 3, List.of("a\tb"));
    byte[] bytes = Files.readAllBytes(Made.file(shard));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));

    assertThat(shard.name()).isEqualTo("part-00003-00000-" + hash.substring(0, 16) + ".tsv.gz");
    assertThat(shard.object()).isEqualTo(shard.name());
    assertThat(shard.compressed()).isEqualTo(bytes.length);
    assertThat(shard.raw()).isEqualTo(4);
    assertThat(shard.sha256()).isEqualTo(new Sha256().update("a\tb\n".getBytes(UTF_8), 0, 4).hex());
  }

  @Test
  void close_shardNotFinished_leavesNothing() throws IOException {
    try (ShardWriter writer = output.newShard(TableName.MAIN, 0, 0)) {
      writer.write(TsvRow.of("a", "b"));
    }
    try (ShardWriter writer = output.newShardInBackground(TableName.MAIN, 0, 0)) {
      writer.write(TsvRow.of("a", "b"));
    }

    assertThat(Path.of(output.folder())).doesNotExist();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("lock");
    }
  }

  @Test
  void newShardInBackground_sameRows_isTheSameShard() throws IOException {
    WrittenShard here = Made.shard(output, TableName.MAIN, 0, Made.lines("a", 50_000));
    try (ShardWriter writer = output.newShardInBackground(TableName.MAIN, 0, 0)) {
      for (String line : Made.lines("a", 50_000)) {
        writer.write(TsvRow.parse(line.getBytes(UTF_8)));
      }
      assertThat(writer.lines()).isEqualTo(50_000);
      assertThat(writer.raw()).isEqualTo(here.raw());
      assertThat(writer.finish().sha256()).isEqualTo(here.sha256());
    }
  }

  @Test
  void commit_twice_returnsTheFirst() throws IOException {
    Manifest first = manifest(Made.shard(output, TableName.MAIN, 0, List.of("a\tb")));
    Manifest second = manifest(Made.shard(output, TableName.MAIN, 0, List.of("c\td")));
    assertThat(output.manifest()).isEmpty();

    assertThat(output.commit(first)).isEqualTo(first);
    assertThat(output.commit(second)).isEqualTo(first);
    assertThat(output.manifest()).contains(first);
  }

  @Test
  void commit_shardMissing_isBadDataAndNoOutput() throws IOException {
    WrittenShard shard = Made.shard(output, TableName.MAIN, 0, List.of("a\tb"));
    Files.delete(Made.file(shard));

    assertThatThrownBy(() -> output.commit(manifest(shard)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(Made.file(shard) + ": is missing, " + shard.compressed());
    assertThat(output.manifest()).isEmpty();
  }

  @Test
  void commit_shardOfAnotherSize_isBadDataAndNoOutput() throws IOException {
    WrittenShard shard = Made.shard(output, "dev", 0, List.of("a\tb"));
    Files.writeString(Made.file(shard), "cut");

    assertThatThrownBy(() -> output.commit(manifest(shard)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(Made.file(shard) + ": has 3 bytes, " + shard.compressed());
    assertThat(output.manifest()).isEmpty();
  }

  @Test
  void commit_files_areCheckedToo() throws IOException {
    StoredFile file = new StoredFile("model/a b.bin", 5, "0123456789abcdef".repeat(4));
    Manifest manifest =
        new Manifest(Made.recipe("x"), Codec.GZIP, Map.of(), List.of(), Map.of(), List.of(file));
    assertThatThrownBy(() -> output.commit(manifest)).isInstanceOf(BadDataException.class);

    Path spool = output.newSpool();
    Files.writeString(spool, "12345");
    output.putFile(file, spool);

    assertThat(output.commit(manifest)).isEqualTo(manifest);
    assertThat(Path.of(output.folder(), "_files/0123456789abcdef/model/a b.bin"))
        .hasContent("12345");
  }

  /** They were first, and gc has removed our files since. */
  @Test
  void commit_othersMadeItAndOurFilesAreGone_isTheirs() throws IOException {
    Manifest theirs =
        new Manifest(Made.recipe("x"), Codec.GZIP, Map.of(), List.of(), Map.of(), List.of());
    output.commit(theirs);
    StoredFile gone = new StoredFile("model", 5, "0123456789abcdef".repeat(4));

    assertThat(
            output.commit(
                new Manifest(
                    Made.recipe("x"), Codec.GZIP, Map.of(), List.of(), Map.of(), List.of(gone))))
        .isEqualTo(theirs);
  }

  @Test
  void commit_fileWhoseNameNobodyMayRead_isBadDataAndNoOutput() throws IOException {
    StoredFile file = new StoredFile("a\\b", 5, "0123456789abcdef".repeat(4));
    Path spool = output.newSpool();
    Files.writeString(spool, "12345");
    output.putFile(file, spool);

    assertThatThrownBy(
            () ->
                output.commit(
                    new Manifest(
                        Made.recipe("x"),
                        Codec.GZIP,
                        Map.of(),
                        List.of(),
                        Map.of(),
                        List.of(file))))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("the path 'a\\b' has a backslash");
    assertThat(output.manifest()).isEmpty();
  }

  private static Manifest manifest(WrittenShard... shards) {
    return new Manifest(
        Made.recipe("x"),
        Codec.GZIP,
        Map.of(shards[0].table(), Made.EN_DE),
        CommittedShard.inOrder(List.of(shards)),
        Map.of(),
        List.of());
  }
}

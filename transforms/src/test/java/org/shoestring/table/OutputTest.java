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
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
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
  void finish_twice_theFirstCounts() throws IOException {
    WrittenShard one = Made.shard(output, TableName.MAIN, 0, List.of("a\tb"));
    WrittenShard other = Made.shard(output, TableName.MAIN, 0, List.of("c\td"));

    assertThat(output.finish("00000", Made.record(one))).isEqualTo(Made.record(one));
    assertThat(output.finish("00000", Made.record(other))).isEqualTo(Made.record(one));
    assertThat(output.record("00000")).contains(Made.record(one));
    assertThat(output.record("00001")).isEmpty();
  }

  @Test
  void record_withEverything_isReadBack() throws IOException {
    UnitRecord record =
        new UnitRecord(
            List.of(
                Made.shard(output, TableName.MAIN, 123_456, List.of("a\tb")),
                Made.shard(output, TableName.REJECTED, 123_456, List.of("x"))),
            Map.of("length", 2L, "utf8", 1L),
            List.of(List.of("position", "1\t2", "3"), List.of(UnitRecord.END)));
    output.finish(Output.recordName(123_456, 7), record);

    UnitRecord read = output.record("123456-00007").orElseThrow();
    assertThat(read).isEqualTo(record);
    assertThat(output.shard(read, TableName.REJECTED).unit()).isEqualTo(123_456);
    assertThat(output.notes("123456-00007", read, "position", 1, FactLine::fields))
        .containsExactly(List.of("position", "1\t2", "3"));
    assertThat(output.notes("123456-00007", read, "none", 0, FactLine::fields)).isEmpty();
    assertThatThrownBy(() -> output.shard(read, "dev"))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/_parts: a record has 0 shards of table dev, expected 1; "
                + Made.cure(output));
  }

  @Test
  void notes_wrongOrTooFew_areBadDataWithTheirLine() throws IOException {
    UnitRecord record =
        new UnitRecord(
            List.of(Made.shard(output, TableName.MAIN, 0, List.of("a\tb"))),
            Map.of("length", 2L),
            List.of(List.of("x", "1"), List.of("at", "-5")));
    output.finish("00000", record);
    String cure = "; the record was altered: " + Made.cure(output);
    String file = output.folder() + "/_parts/00000.tsv";

    assertThatThrownBy(() -> output.notes("00000", record, "at", 1, line -> line.count(1)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            file
                + ":4: '-5' is not a valid count; expected a whole number of 0 or more, below 10^15"
                + cure);
    assertThatThrownBy(() -> output.notes("00000", record, "x", 2, line -> line.count(1)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + ": has 1 line 'x', expected 2" + cure);
  }

  @Test
  void record_damaged_isBadDataNamingTheFile() throws IOException {
    output.finish("00000", Made.record(Made.shard(output, TableName.MAIN, 0, List.of("a\tb"))));
    Path file = Path.of(output.folder(), "_parts", "00000.tsv");
    String text = Files.readString(file);
    for (String damaged :
        List.of(
            text.replace("\t1\t", "\t2\t"),
            text.replace("part-", "../part-"),
            text.replace("part-", "/tmp/part-"),
            text.replace("\tmain\t", "\t..\t"),
            "shard\tmain\n",
            "reason\tx\ty\n",
            "reason\tx\t1\n".repeat(2),
            "x\ty")) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> output.record("00000"))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(file + ":")
          .hasMessageMatching("(?s).*:[12]: .*")
          .hasMessageEndingWith("; the record was altered: " + Made.cure(output));
    }
  }

  @Test
  void records_unitsAndPieces_areInOrder() throws IOException {
    output.finish("00000", note("whole"));
    output.finish("00002", note("another"));
    output.finish("00001-00001", note(UnitRecord.END));
    output.finish("00001-00000", note("piece"));

    assertThat(output.recordNames())
        .containsExactly("00000", "00001-00000", "00001-00001", "00002");
    assertThat(output.records(3, Map.of()))
        .containsExactly(note("whole"), note("piece"), note(UnitRecord.END), note("another"));
    assertThatThrownBy(() -> output.records(4, Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/_parts/00003-00000.tsv: is missing, though its work was finished; "
                + Made.cure(output));
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

  private static UnitRecord note(String note) {
    return new UnitRecord(List.of(), Map.of(), List.of(List.of(note)));
  }
}

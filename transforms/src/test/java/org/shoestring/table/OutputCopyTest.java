package org.shoestring.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.OutputCopy.Copied;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.codec.Codec;

class OutputCopyTest {
  private final Path folder;
  private final Path to;
  private final Output output;
  private final List<String> sent = new ArrayList<>();
  private final Table table;

  OutputCopyTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.to = folder.resolve("copy");
    this.output = Made.output(folder.resolve("w"), "a");
    this.table = Made.table(output, "a", List.of(Made.lines("x", 5), Made.lines("y", 3)));
  }

  private Copied copy() throws IOException {
    return OutputCopy.run(
        Stores.withoutOptions(),
        output.folder(),
        to.toString(),
        (object, bytes) -> sent.add(object));
  }

  private long stored() {
    return table.shards().stream().mapToLong(Shard::compressed).sum();
  }

  /** The files in a folder, but those of the process at work. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.endsWith("/lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void run_table_isTheSameElsewhereAndNothingElse() throws IOException {
    Path source = Path.of(output.folder());
    Files.createDirectories(source.resolve("_parts/1"));
    Files.writeString(source.resolve("_parts/1/00000.tsv"), "of a pass");
    Files.writeString(source.resolve("part-99999-00000-loser.tsv.gz"), "of a loser");

    assertThat(copy()).isEqualTo(new Copied(2, stored(), 0));

    Table copied = Table.in(Stores.withoutOptions(), to.toString(), TableName.MAIN);
    assertThat(copied.digest()).isEqualTo(table.digest());
    assertThat(Made.read(copied.rows(0))).isEqualTo(Made.read(table.rows(0)));
    assertThat(sent)
        .containsExactlyInAnyOrderElementsOf(table.shards().stream().map(Shard::name).toList());
    assertThat(files(to))
        .containsExactly(
            "_manifest.tsv",
            "_parts/00000.tsv",
            "_parts/00001.tsv",
            table.shards().get(0).name(),
            table.shards().get(1).name());
  }

  @Test
  void run_files_keepTheirPathsAndHashes() throws IOException {
    Output files = Made.output(folder.resolve("w"), "files");
    byte[] content = "model".getBytes(UTF_8);
    String sha256 = new Sha256().update(content, 0, content.length).hex();
    StoredFile file = new StoredFile("sub/model.bin", content.length, sha256);
    Path spool = files.newSpool();
    Files.write(spool, content);
    files.putFile(file, spool);
    files.commit(
        new Manifest(
            Made.recipe("files"), Codec.GZIP, Map.of(), List.of(), Map.of(), List.of(file)));

    OutputCopy.run(
        Stores.withoutOptions(),
        files.folder(),
        to.toString(),
        (object, bytes) -> sent.add(object));

    assertThat(sent).containsExactly(file.object());
    assertThat(to.resolve(file.object())).hasContent("model");
    assertThat(Table.manifestIn(Stores.withoutOptions(), to.toString()).files())
        .containsExactly(file);
  }

  @Test
  void run_executableFile_isExecutableInAFolder() throws IOException {
    Output files = Made.output(folder.resolve("w"), "files");
    List<StoredFile> all = new ArrayList<>();
    for (String name : List.of("data", "tool")) {
      byte[] content = name.getBytes(UTF_8);
      String sha256 = new Sha256().update(content, 0, content.length).hex();
      StoredFile file = new StoredFile(name, content.length, sha256, name.equals("tool"));
      Path spool = files.newSpool();
      Files.write(spool, content);
      files.putFile(file, spool);
      all.add(file);
    }
    files.commit(
        new Manifest(Made.recipe("files"), Codec.GZIP, Map.of(), List.of(), Map.of(), all));

    OutputCopy.run(
        Stores.withoutOptions(),
        files.folder(),
        to.toString(),
        (object, bytes) -> sent.add(object));

    assertThat(Files.isExecutable(to.resolve(all.get(0).object()))).isFalse();
    assertThat(to.resolve(all.get(1).object())).isExecutable();
  }

  @Test
  void run_again_sendsNothing() throws IOException {
    copy();
    sent.clear();

    assertThat(copy()).isEqualTo(new Copied(0, 0, 2));
    assertThat(sent).isEmpty();
  }

  @Test
  void run_cutShort_goesOnBehindWhatIsThere() throws IOException {
    copy();
    Files.delete(to.resolve(Manifest.NAME));
    Shard lost = table.shards().get(1);
    Files.writeString(to.resolve(lost.name()), "half of");
    sent.clear();

    assertThat(copy()).isEqualTo(new Copied(1, lost.compressed(), 1));
    assertThat(sent).containsExactly(lost.name());
    assertThat(Table.in(Stores.withoutOptions(), to.toString(), TableName.MAIN).digest())
        .isEqualTo(table.digest());
  }

  @Test
  void run_shardLostUnderItsManifest_isSentAgain() throws IOException {
    copy();
    Shard lost = table.shards().get(0);
    Files.delete(to.resolve(lost.name()));
    sent.clear();

    copy();

    assertThat(sent).containsExactly(lost.name());
  }

  @Test
  void run_sameLinesInOtherObjects_leavesThem() throws IOException {
    Output other =
        Output.in(
            Stores.withoutOptions(), folder.resolve("w2").toString(), output.name(), Codec.GZIP, 9);
    Made.table(other, "a", List.of(Made.lines("x", 5), Made.lines("y", 3)));

    Copied copied =
        OutputCopy.run(
            Stores.withoutOptions(),
            output.folder(),
            other.folder(),
            (object, bytes) -> sent.add(object));

    assertThat(copied).isEqualTo(new Copied(0, 0, 2));
    assertThat(sent).isEmpty();
  }

  @Test
  void run_otherOutputThere_isRefused() throws IOException {
    copy();
    Output other = Made.output(folder.resolve("w"), "b");
    Made.table(other, "b", List.of(Made.lines("x", 5)));

    assertThatThrownBy(
            () ->
                OutputCopy.run(
                    Stores.withoutOptions(), other.folder(), to.toString(), (o, b) -> sent.add(o)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            to
                + ": holds another output ("
                + output.name()
                + ", not the "
                + other.name()
                + " of "
                + other.folder()
                + "); choose another folder");
  }

  /** The other one was copied before: which of two goes first is not said. */
  private void copyAllBut(Shard shard) throws IOException {
    copy();
    Files.delete(to.resolve(Manifest.NAME));
    Files.delete(to.resolve(shard.name()));
    sent.clear();
  }

  @Test
  void run_alteredShard_isNotCopied() throws IOException {
    Shard shard = table.shards().get(0);
    copyAllBut(shard);
    byte[] bytes = Files.readAllBytes(Made.file(shard));
    bytes[bytes.length / 2] ^= 1;
    Files.write(Made.file(shard), bytes);

    assertThatThrownBy(this::copy)
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            Made.file(shard)
                + ": was altered: its bytes do not have the hash of its name; "
                + Made.cure(output));
    assertThat(sent).isEmpty();
    assertThat(files(to))
        .containsExactly("_parts/00000.tsv", "_parts/00001.tsv", table.shards().get(1).name());
  }

  @Test
  void run_missingOrCutShard_isToldAndNoManifestMade() throws IOException {
    copyAllBut(table.shards().get(1));
    Path shard = Made.file(table.shards().get(1));
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, Arrays.copyOf(bytes, 7));
    assertThatThrownBy(this::copy)
        .hasMessageStartingWith(shard + ": has 7 bytes, but the manifest says " + bytes.length);

    Files.delete(shard);
    assertThatThrownBy(this::copy).hasMessageStartingWith(shard + ": is missing; restore it");
    assertThat(sent).isEmpty();
    assertThat(files(to))
        .containsExactly("_parts/00000.tsv", "_parts/00001.tsv", table.shards().get(0).name());
  }

  @Test
  void run_noOutput_isAUsageError() {
    assertThatThrownBy(
            () ->
                OutputCopy.run(
                    Stores.withoutOptions(), folder.toString(), to.toString(), (o, b) -> {}))
        .isInstanceOf(UsageException.class);
    assertThat(to).doesNotExist();
  }
}

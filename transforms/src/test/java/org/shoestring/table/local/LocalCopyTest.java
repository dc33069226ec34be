package org.shoestring.table.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.ShardFacts;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.Codec;

class LocalCopyTest {
  private final Path copy;
  private final Output output;
  private final List<String> remarks = new ArrayList<>();

  LocalCopyTest(@TempDir Path folder) {
    this.copy = folder.resolve("copy");
    Recipe recipe = new Recipe("test", List.of(), List.of());
    this.output =
        Output.in(
            Stores.withoutOptions(),
            folder.resolve("w").toString(),
            recipe.outputName(),
            Codec.GZIP,
            2);
  }

  /** Two shards each of {@code main} and of {@code dev}. */
  private Table table(String name) throws IOException {
    List<WrittenShard> shards = new ArrayList<>();
    for (String table : List.of(TableName.MAIN, "dev")) {
      for (int unit = 0; unit < 2; unit++) {
        try (ShardWriter writer = output.newShard(table, unit, 0)) {
          writer.write(TsvRow.of(table, "line " + unit));
          shards.add(writer.finish());
        }
      }
    }
    Map<String, Columns> columns =
        Map.of(TableName.MAIN, Columns.of("a", "b"), "dev", Columns.of("a", "b"));
    Recipe recipe = new Recipe("test", List.of(), List.of());
    Manifest manifest =
        output.commit(
            new Manifest(
                recipe, Codec.GZIP, columns, CommittedShard.inOrder(shards), Map.of(), List.of()));
    return Table.of(output.stores(), "test", output.folder(), manifest, name);
  }

  private Manifest files() throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (String path : List.of("a/b.txt", "c.txt")) {
      Path spool = output.newSpool();
      Files.writeString(spool, "content of " + path);
      StoredFile file = new StoredFile(path, Files.size(spool), Sha256.ofFile(spool));
      output.putFile(file, spool);
      files.add(file);
    }
    Recipe recipe = new Recipe("test", List.of(), List.of());
    return output.commit(new Manifest(recipe, Codec.GZIP, Map.of(), List.of(), Map.of(), files));
  }

  private static void append(Path file) throws IOException {
    Files.writeString(file, "x", StandardOpenOption.APPEND);
  }

  @Test
  void ofTable_anyTable_isTheMainOneOfItsCopy() throws IOException {
    for (String name : List.of(TableName.MAIN, "dev")) {
      Path made = LocalCopy.ofTable(table(name), copy.resolve(name), remarks::add);
      Table copied = Table.in(Stores.withoutOptions(), made.toString(), TableName.MAIN);
      assertThat(copied.digest()).isEqualTo(table(name).digest());
      List<String> lines = new ArrayList<>();
      try (TableReader rows = copied.rows(0)) {
        while (rows.next()) {
          lines.add(rows.row().toString());
        }
      }
      assertThat(lines).containsExactly(name + "\tline 0", name + "\tline 1");
    }
  }

  @Test
  void ofTable_again_copiesNothing() throws IOException {
    Table table = table("dev");
    LocalCopy.ofTable(table, copy, remarks::add);
    Files.delete(Path.of(output.folder(), table.shards().get(0).object()));
    assertThat(LocalCopy.ofTable(table, copy, remarks::add)).isEqualTo(copy);
  }

  @Test
  void ofTable_alteredShard_isNoticed() throws IOException {
    Table table = table("dev");
    append(Path.of(output.folder(), table.shards().get(1).object()));
    assertThatThrownBy(() -> LocalCopy.ofTable(table, copy, remarks::add))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/"
                + table.shards().get(1).object()
                + ": was altered: its bytes do not have the hash that was recorded; restore it, or"
                + " run again after this command: shoestring gc "
                + output.workspace()
                + " "
                + output.name());
    assertThat(copy.resolve(Manifest.NAME)).doesNotExist();
  }

  @Test
  void ofTable_missingShard_isNoticed() throws IOException {
    Table table = table(TableName.MAIN);
    Files.delete(Path.of(output.folder(), table.shards().get(0).object()));
    assertThatThrownBy(() -> LocalCopy.ofTable(table, copy, remarks::add))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/"
                + table.shards().get(0).object()
                + ": is missing; restore it, or run again after this command: shoestring gc "
                + output.workspace()
                + " "
                + output.name());
  }

  @Test
  void ofFiles_paths_areRestored() throws IOException {
    LocalCopy.ofFiles(output.stores(), output.folder(), files(), copy, remarks::add);
    assertThat(copy.resolve("a/b.txt")).hasContent("content of a/b.txt");
    assertThat(copy.resolve("c.txt")).hasContent("content of c.txt");
  }

  @Test
  void ofFiles_alteredOrMissing_isNoticed() throws IOException {
    Manifest manifest = files();
    Path stored = Path.of(output.folder(), manifest.files().get(0).object());
    append(stored);
    assertThatThrownBy(
            () -> LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("a/b.txt: was altered");
    Files.delete(stored);
    assertThatThrownBy(
            () -> LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("a/b.txt: is missing");
  }

  @Test
  void ofFiles_pathThatLeaves_isRefused() throws IOException {
    files();
    StoredFile evil = new StoredFile("../evil", 1, "00".repeat(32));
    Recipe recipe = new Recipe("test", List.of(), List.of());
    Manifest manifest =
        new Manifest(recipe, Codec.GZIP, Map.of(), List.of(), Map.of(), List.of(evil));
    assertThatThrownBy(
            () -> LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/_manifest.tsv: the name '../evil' has a part '..'; expected a relative path"
                + " that stays in its folder");
    assertThat(copy.resolve("../evil")).doesNotExist();
  }

  @Test
  void ofTable_shardThatLeaves_isRefused() throws IOException {
    Table table = table("dev");
    Path outside = copy.resolveSibling("outside");
    for (String name : List.of(outside.toString(), "../outside")) {
      Shard shard = table.shards().get(0);
      CommittedShard evil =
          new CommittedShard(
              0,
              new ShardFacts(
                  shard.folder(),
                  shard.table(),
                  name,
                  shard.lines(),
                  shard.raw(),
                  shard.compressed(),
                  shard.sha256(),
                  shard.members()));
      Manifest manifest =
          new Manifest(
              table.manifest().recipe(),
              Codec.GZIP,
              table.manifest().tables(),
              List.of(evil),
              Map.of(),
              List.of());
      Table hostile = Table.of(table.stores(), "", table.folder(), manifest, table.name());

      assertThatThrownBy(() -> LocalCopy.ofTable(hostile, copy, remarks::add))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(table.folder() + "/_manifest.tsv: the name '" + name + "' ");
      assertThat(outside).doesNotExist();
    }
  }

  /** Changes a copy as a program might that may not write its files: by putting another there. */
  private void replace(String path, String text) throws IOException {
    Files.delete(copy.resolve(path));
    Files.writeString(copy.resolve(path), text);
  }

  private String told() {
    assertThat(remarks).hasSize(1);
    String prefix = "a command changed its copy of an input, " + copy + ": ";
    assertThat(remarks.get(0)).startsWith(prefix);
    return remarks.get(0).substring(prefix.length());
  }

  @Test
  void ofFiles_changedFile_isFetchedAgainAndTold() throws IOException {
    Manifest manifest = files();
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    replace("c.txt", "CONTENT of c.txt");
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    assertThat(copy.resolve("c.txt")).hasContent("content of c.txt");
    assertThat(told()).isEqualTo("c.txt was changed, and is restored");
  }

  @Test
  void ofFiles_changedInPlaceAtTheSameSizeAndTime_isFetchedAgain() throws IOException {
    Manifest manifest = files();
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    Path file = copy.resolve("c.txt");
    FileTime time = Files.getLastModifiedTime(file);
    assertThat(file.toFile().setWritable(true)).isTrue();
    Files.writeString(file, "CONTENT of c.txt");
    Files.setLastModifiedTime(file, time);
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    assertThat(file).hasContent("content of c.txt");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r--r--");
    assertThat(told()).isEqualTo("c.txt was changed, and is restored");
  }

  @Test
  void ofFiles_removedAndAdded_areAsTheyWereAndTold() throws IOException {
    Manifest manifest = files();
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    Files.delete(copy.resolve("a/b.txt"));
    Files.createDirectories(copy.resolve("d/e"));
    Files.writeString(copy.resolve("d/e/f"), "x");
    Files.createSymbolicLink(copy.resolve("a/link"), Path.of("nowhere"));
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    assertThat(copy.resolve("a/b.txt")).hasContent("content of a/b.txt");
    assertThat(copy.resolve("d")).doesNotExist();
    assertThat(Files.isSymbolicLink(copy.resolve("a/link"))).isFalse();
    assertThat(told())
        .isEqualTo(
            "a/b.txt was removed, and is restored; a/link was added, and is removed;"
                + " d was added, and is removed");
  }

  @Test
  void ofFiles_folderForAFileAndFileForAFolder_areRestored() throws IOException {
    Manifest manifest = files();
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    Files.delete(copy.resolve("a/b.txt"));
    Files.delete(copy.resolve("a"));
    Files.writeString(copy.resolve("a"), "a file");
    Files.delete(copy.resolve("c.txt"));
    Files.createDirectories(copy.resolve("c.txt/x"));
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    assertThat(copy.resolve("a/b.txt")).hasContent("content of a/b.txt");
    assertThat(copy.resolve("c.txt")).hasContent("content of c.txt");
  }

  @Test
  void ofFiles_linkInPlaceOfTheFolder_doesNotReachWhatItNames() throws IOException {
    Manifest manifest = files();
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    Path elsewhere = copy.resolveSibling("elsewhere");
    Files.move(copy, elsewhere);
    Files.writeString(elsewhere.resolve("own"), "kept");
    Files.createSymbolicLink(copy, elsewhere);
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    assertThat(Files.isSymbolicLink(copy)).isFalse();
    assertThat(copy.resolve("c.txt")).hasContent("content of c.txt");
    assertThat(elsewhere.resolve("own")).hasContent("kept");
  }

  @Test
  void ofFiles_touchedOnly_isKeptWithoutAWord() throws IOException {
    Manifest manifest = files();
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    Object inode = Files.getAttribute(copy.resolve("c.txt"), "unix:ino");
    Files.setLastModifiedTime(copy.resolve("c.txt"), FileTime.fromMillis(1));
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    assertThat(Files.getAttribute(copy.resolve("c.txt"), "unix:ino")).isEqualTo(inode);
    assertThat(remarks).isEmpty();
  }

  @Test
  void ofFiles_killedBeforeItWasRecorded_isCompletedWithoutAWord() throws IOException {
    Manifest manifest = files();
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    Files.delete(copy.resolveSibling("copy.copy.tsv"));
    Object inode = Files.getAttribute(copy.resolve("c.txt"), "unix:ino");
    replace("a/b.txt", "half");
    Files.writeString(copy.resolveSibling("copy.part"), "half");
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    assertThat(copy.resolve("a/b.txt")).hasContent("content of a/b.txt");
    assertThat(Files.getAttribute(copy.resolve("c.txt"), "unix:ino")).isEqualTo(inode);
    assertThat(remarks).isEmpty();
  }

  @Test
  void ofTable_changedManifestAndShard_areRestored() throws IOException {
    Table table = table("dev");
    LocalCopy.ofTable(table, copy, remarks::add);
    String shard = table.shards().get(0).name();
    replace(Manifest.NAME, "x");
    replace(shard, "x");
    LocalCopy.ofTable(table, copy, remarks::add);
    assertThat(Table.in(Stores.withoutOptions(), copy.toString(), TableName.MAIN).digest())
        .isEqualTo(table.digest());
    assertThat(told())
        .isEqualTo(
            "_manifest.tsv was changed, and is restored; "
                + shard
                + " was changed, and is restored");
  }

  @Test
  void namedInput_otherContentThanReferredTo_isRefused() throws IOException {
    Table table = table("dev");
    Recipe.Input other = new Recipe.Input("0", "key", "digest");
    NamedInput input = NamedInput.ofTable("raw.dev", table, other);

    assertThatThrownBy(() -> input.bring(copy, remarks::add))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + ": the content of {raw.dev} changed after the stage began: its digest was digest"
                + " and is "
                + table.digest()
                + ". Run again");
    assertThat(copy).doesNotExist();
  }

  private void assertChanged(SharedCopy shared, String what) {
    assertThatThrownBy(shared::check)
        .isInstanceOf(ProgramException.class)
        .hasMessageStartingWith(
            "the local copy of {m} was changed while the stage was running: "
                + what
                + ", in "
                + copy
                + ". Other commands read the same copy, ");
  }

  @Test
  void sharedCopy_leftAlone_isFine() throws IOException {
    SharedCopy shared =
        SharedCopy.of(
            "m", LocalCopy.ofFiles(output.stores(), output.folder(), files(), copy, remarks::add));
    Files.setLastModifiedTime(copy.resolve("c.txt"), FileTime.fromMillis(1));
    Files.createDirectories(copy.resolve("a/__pycache__"));
    Files.writeString(copy.resolve("a/__pycache__/m.cpython-312.pyc"), "x");
    shared.check();
  }

  /** Others at work would take the next use for a change of the copy, if that removed it. */
  @Test
  void ofFiles_pythonsCacheOfModules_isLeftAlone() throws IOException {
    Manifest manifest = files();
    SharedCopy shared =
        SharedCopy.of(
            "m", LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add));
    Path cached = copy.resolve("a/__pycache__/m.cpython-312.pyc");
    Files.createDirectories(cached.resolveSibling(""));
    Files.writeString(cached, "x");

    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);

    shared.check();
    assertThat(cached).hasContent("x");
    assertThat(remarks).isEmpty();
  }

  @Test
  void sharedCopy_changedRemovedOrAdded_namesTheFile() throws IOException {
    Manifest manifest = files();
    SharedCopy shared =
        SharedCopy.of(
            "m", LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add));
    replace("a/b.txt", "CONTENT of a/b.txt");
    assertChanged(shared, "a/b.txt was altered");
    LocalCopy.ofFiles(output.stores(), output.folder(), manifest, copy, remarks::add);
    assertChanged(shared, "a/b.txt had to be restored"); // Others may have read it meanwhile.
    SharedCopy again = SharedCopy.of("m", copy);
    again.check();
    Files.delete(copy.resolve("c.txt"));
    assertChanged(again, "c.txt was removed");
    Files.writeString(copy.resolve("c.txt"), "content of c.txt");
    again.check();
    Files.writeString(copy.resolve("new"), "x");
    assertChanged(again, "new was added");
  }
}

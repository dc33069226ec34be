package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.ExitCode;
import org.shoestring.table.Manifest;
import org.shoestring.table.Output;
import org.shoestring.table.Recipe;
import org.shoestring.table.Shard;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.StoredFile;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.Row;

class LocalCopyTest {
  private final Path copy;
  private final Output output;

  LocalCopyTest(@TempDir Path folder) {
    this.copy = folder.resolve("copy");
    Recipe recipe = new Recipe("test", List.of(), List.of());
    this.output = Output.in(folder.resolve("w").toString(), recipe.outputName(), Codec.GZIP, 2);
  }

  /** Two shards each of {@code main} and of {@code dev}. */
  private Table table(String name) throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (String table : List.of(Table.MAIN, "dev")) {
      for (int unit = 0; unit < 2; unit++) {
        try (ShardWriter writer = output.newShard(table, unit, 0)) {
          writer.write(Row.of(table, "line " + unit));
          shards.add(writer.finish());
        }
      }
    }
    Map<String, Columns> columns =
        Map.of(Table.MAIN, Columns.of("a", "b"), "dev", Columns.of("a", "b"));
    Recipe recipe = new Recipe("test", List.of(), List.of());
    Manifest manifest =
        output.commit(new Manifest(recipe, Codec.GZIP, columns, shards, Map.of(), List.of()));
    return Table.of("test", output.folder(), manifest, name);
  }

  private Manifest files() throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (String path : List.of("a/b.txt", "c.txt")) {
      Path spool = output.newSpool();
      Files.writeString(spool, "content of " + path);
      StoredFile file = new StoredFile(path, Files.size(spool), LocalCopy.hash(spool));
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
    for (String name : List.of(Table.MAIN, "dev")) {
      Path made = LocalCopy.ofTable(table(name), copy.resolve(name));
      Table copied = Table.in(made.toString(), Table.MAIN);
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
    LocalCopy.ofTable(table, copy);
    Files.delete(Path.of(output.folder(), table.shards().get(0).object()));
    assertThat(LocalCopy.ofTable(table, copy)).isEqualTo(copy);
  }

  @Test
  void ofTable_alteredShard_isNoticed() throws IOException {
    Table table = table("dev");
    append(Path.of(output.folder(), table.shards().get(1).object()));
    assertThatThrownBy(() -> LocalCopy.ofTable(table, copy))
        .isInstanceOf(BadDataException.class)
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(4))
        .hasMessage(
            output.folder()
                + "/"
                + table.shards().get(1).object()
                + ": was altered: its bytes do not have the hash that was recorded; restore it, or"
                + " delete "
                + output.folder()
                + " to make it again");
    assertThat(copy.resolve(Manifest.NAME)).doesNotExist();
  }

  @Test
  void ofTable_missingShard_isNoticed() throws IOException {
    Table table = table(Table.MAIN);
    Files.delete(Path.of(output.folder(), table.shards().get(0).object()));
    assertThatThrownBy(() -> LocalCopy.ofTable(table, copy))
        .isInstanceOf(BadDataException.class)
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(4))
        .hasMessage(
            output.folder()
                + "/"
                + table.shards().get(0).object()
                + ": is missing; restore it, or delete "
                + output.folder()
                + " to make it again");
  }

  @Test
  void ofFiles_paths_areRestored() throws IOException {
    LocalCopy.ofFiles(output, files(), copy);
    assertThat(copy.resolve("a/b.txt")).hasContent("content of a/b.txt");
    assertThat(copy.resolve("c.txt")).hasContent("content of c.txt");
  }

  @Test
  void ofFiles_alteredOrMissing_isNoticed() throws IOException {
    Manifest manifest = files();
    Path stored = Path.of(output.folder(), manifest.files().get(0).object());
    append(stored);
    assertThatThrownBy(() -> LocalCopy.ofFiles(output, manifest, copy))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("a/b.txt: was altered");
    Files.delete(stored);
    assertThatThrownBy(() -> LocalCopy.ofFiles(output, manifest, copy))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("a/b.txt: is missing");
  }

  @Test
  void ofFiles_pathThatLeaves_isRefused() throws IOException {
    files();
    StoredFile evil = new StoredFile("../evil", 1, "00");
    Recipe recipe = new Recipe("test", List.of(), List.of());
    Manifest manifest =
        new Manifest(recipe, Codec.GZIP, Map.of(), List.of(), Map.of(), List.of(evil));
    assertThatThrownBy(() -> LocalCopy.ofFiles(output, manifest, copy))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("the file ../evil leaves it");
  }
}

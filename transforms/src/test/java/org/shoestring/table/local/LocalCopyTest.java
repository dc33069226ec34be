package org.shoestring.table.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.ShardFacts;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.codec.Codec;

class LocalCopyTest extends LocalCopyCase {
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
    assertThatThrownBy(() -> copy(manifest))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("a/b.txt: was altered");
    Files.delete(stored);
    assertThatThrownBy(() -> copy(manifest))
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
    assertThatThrownBy(() -> copy(manifest))
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
}

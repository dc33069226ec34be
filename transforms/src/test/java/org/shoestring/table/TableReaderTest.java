package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.record.TableName;

class TableReaderTest {

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void rows_fromAnyLine_areTheRestOfAllShards(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 6) Integer> sizes) throws IOException {
    Path folder = Files.createTempDirectory("tables");
    try {
      List<List<String>> shards = new ArrayList<>();
      for (int i = 0; i < sizes.size(); i++) {
        shards.add(Made.lines("shard " + i, sizes.get(i)));
      }
      List<String> all = shards.stream().flatMap(List::stream).toList();
      Table table = Made.table(Made.output(folder, "x"), "x", shards);

      assertThat(table.lines()).isEqualTo(all.size());
      for (int line = 0; line <= all.size() + 1; line++) {
        assertThat(Made.read(table.rows(line)))
            .isEqualTo(all.subList(Math.min(line, all.size()), all.size()));
      }
    } finally {
      delete(folder);
    }
  }

  @Test
  void row_beforeNextOrAtTheEnd_isAnError(@TempDir Path folder) throws IOException {
    Table table = Made.table(Made.output(folder, "x"), "x", List.of(Made.lines("a", 1)));
    try (TableReader rows = table.rows(0)) {
      assertThatThrownBy(rows::row).isInstanceOf(IllegalStateException.class);
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isFalse();
      assertThat(rows.next()).isFalse();
      assertThatThrownBy(rows::row).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void in_folderWithoutManifest_isAUsageError(@TempDir Path folder) {
    assertThatThrownBy(() -> Table.in(Stores.withoutOptions(), folder.toString(), TableName.MAIN))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            folder
                + ": there is no finished table here, because there is no _manifest.tsv, which"
                + " is written last");
  }

  @Test
  void in_tableThatIsNotThere_namesThose(@TempDir Path folder) throws IOException {
    Table table = Made.table(Made.output(folder, "x"), "x", List.of());

    assertThat(table.lines()).isZero();
    assertThat(Made.read(table.rows(0))).isEmpty();
    assertThatThrownBy(
            () -> Table.of(Stores.withoutOptions(), "x.yaml:3", "f", table.manifest(), "dev"))
        .isInstanceOf(UsageException.class)
        .hasMessage("x.yaml:3: unknown table 'dev'; known: main");
  }

  @Test
  void at_folderOrFolderAndTable_isTheTable(@TempDir Path folder) throws IOException {
    Table table = Made.table(Made.output(folder, "x"), "x", List.of(Made.lines("a", 2)));

    for (String text : List.of("", "/", "/main", "/main/")) {
      assertThat(Table.at(Stores.withoutOptions(), table.folder() + text).orElseThrow().digest())
          .as(text)
          .isEqualTo(table.digest());
    }
    assertThatThrownBy(() -> Table.at(Stores.withoutOptions(), table.folder() + "/dev"))
        .isInstanceOf(UsageException.class)
        .hasMessage(table.folder() + ": unknown table 'dev'; known: main");
    assertThat(Table.at(Stores.withoutOptions(), table.folder() + "/dev/main")).isEmpty();
    assertThat(Table.at(Stores.withoutOptions(), folder.resolve("none").toString())).isEmpty();
    assertThat(Table.at(Stores.withoutOptions(), "none")).isEmpty();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

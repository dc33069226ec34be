package org.shoestring.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.StoredFile;
import org.shoestring.testing.TestTables;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;

class ListCommandTest {

  @Test
  void lines_tables_areALineAShardHoweverLong(@TempDir Path folder) throws IOException {
    Columns columns = Columns.of("en", "de");
    Manifest manifest =
        TestTables.in(folder)
            .table("made", columns, List.of(List.of("a\tb", "c\td"), List.of("e\tf")))
            .manifest();
    List<String> names = manifest.shards("main").stream().map(shard -> shard.object()).toList();

    assertThat(ListCommand.lines(manifest))
        .containsExactly(
            "main  3 lines  en, de",
            "  shard                                     lines  raw  stored",
            "  "
                + names.get(0)
                + "  2      8 B  "
                + manifest.shards("main").get(0).compressed()
                + " B",
            "  "
                + names.get(1)
                + "  1      4 B  "
                + manifest.shards("main").get(1).compressed()
                + " B");
  }

  @Test
  void lines_files_areALineEach() {
    String long1 = "models/" + "x".repeat(90);
    Manifest manifest =
        new Manifest(
            new Recipe("train", List.of(), List.of()),
            Codec.GZIP,
            Map.of(),
            List.of(),
            Map.of(),
            List.of(
                new StoredFile(long1, 2048, "ab".repeat(32)),
                new StoredFile("log", 5, "cd".repeat(32))));

    assertThat(ListCommand.lines(manifest))
        .containsExactly(
            long1 + "  2.0 kB  _files/abababababababab/" + long1,
            "log" + " ".repeat(94) + "  5 B     _files/cdcdcdcdcdcdcdcd/log");
  }
}

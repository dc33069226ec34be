package org.shoestring.transform.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.shuffle.split.Split;
import org.shoestring.spec.Spec;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;

/** A table to split, and what holds of every split of it. */
abstract class SplitTableCase {
  static final Columns TEXT_LABEL = Columns.of("text", "label");

  Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

  /** Shards of 0, 1, ... lines: the text is the number of the line in the table. */
  Table table(int... sizes) throws IOException {
    List<List<String>> shards = new ArrayList<>();
    int line = 0;
    for (int size : sizes) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < size; i++, line++) {
        lines.add(String.format(Locale.ROOT, "%06d\tl%d", line, line % 7 % 3));
      }
      shards.add(lines);
    }
    return bench.table("input " + shards.hashCode(), TEXT_LABEL, shards);
  }

  Manifest run(String name, Table input, Split split) throws IOException {
    return run(name, input, split, 2, "localFiles", 1 << 20);
  }

  Manifest run(
      String name, Table input, Split split, int parallelism, String exchange, long shardBytes)
      throws IOException {
    return bench.run(
        name,
        SplitTable.tables(split, input.columns()),
        SplitTable.units(split, input.shards().size()),
        parallelism,
        exchange,
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(input))
                .apply("Split", SplitTable.of(input, split, output).cutInto(shardBytes)));
  }

  List<String> lines(String name, String part) throws IOException {
    return bench.lines(name, part);
  }

  /** The numbers of lines of all parts, which are ascending in each, and together those of all. */
  void checkComplete(String name, Split split, Table input) throws IOException {
    List<String> all = new ArrayList<>();
    for (String part : split.parts().names()) {
      List<String> lines = lines(name, part);
      assertThat(lines.stream().sorted().toList().equals(lines)).as(part).isTrue();
      all.addAll(lines);
    }
    assertThat(all.stream().sorted().toList().equals(Workbench.lines(input))).isTrue();
  }

  static List<Long> sizes(Manifest manifest, String part) {
    return manifest.shards(part).stream().map(Shard::lines).toList();
  }

  static List<Spec> steps(String step) {
    return List.of(Spec.parse("steps", step));
  }
}

package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.tsv.Columns;

class CommitOutputTest {
  private static final Map<String, Columns> TABLES = Map.of(TableName.MAIN, Columns.of("en"));

  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

  @Test
  void commitOutput_twice_leavesTheFirstManifest() throws IOException {
    Table table = bench.table("output", Columns.of("en"), List.of(List.of("a"), List.of("b")));
    Path manifest = Path.of(table.folder(), "_manifest.tsv");
    Object inode = Files.getAttribute(manifest, "unix:ino");
    CommitOutput commit = bench.tables().commitOutput("output", TABLES, 2);

    for (int i = 0; i < 2; i++) {
      Workbench.run(
          1,
          pipeline ->
              PAssert.thatSingleton(pipeline.apply("Read", written(table)).apply("Commit", commit))
                  .isEqualTo(2L));
    }

    assertThat(Files.getAttribute(manifest, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void commitOutput_missingRecord_makesNoManifest() throws IOException {
    Table table = bench.table("output", Columns.of("en"), List.of(List.of("a"), List.of("b")));
    bench.delete("output", "_manifest.tsv", "_parts/00001");

    assertThatThrownBy(() -> commit(table))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("/_parts/00001-00000.tsv: is missing, though its work was finished;");
    assertThat(bench.output("output").manifest()).isEmpty();
  }

  /** A pipeline before this one failed, and somebody removed a part of what it left. */
  @Test
  void commitOutput_recordThatAnEarlierPipelineHeld_isLookedFor() throws IOException {
    Table table = bench.table("output", Columns.of("en"), List.of(List.of("a"), List.of("b")));
    String name = UnitRecords.name(1);
    Output output = bench.output("output");
    OutputWork.on(output).records().keep(name, output.records().find(name).orElseThrow());
    bench.delete("output", "_manifest.tsv", "_parts/00001");

    assertThatThrownBy(() -> commit(table))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("/_parts/00001-00000.tsv: is missing, though its work was finished;");
    assertThat(output.manifest()).isEmpty();
  }

  @Test
  void commitOutput_shardShorterThanRecorded_makesNoManifest() throws IOException {
    Table table = bench.table("output", Columns.of("en"), List.of(List.of("a"), List.of("b")));
    Shard shard = table.shards().get(1);
    bench.delete("output", "_manifest.tsv");
    Path file = Path.of(table.folder(), shard.object());
    Files.write(file, new byte[] {1});

    assertThatThrownBy(() -> commit(table))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + ": has 1 bytes, " + shard.compressed() + " bytes were");
    assertThat(bench.output("output").manifest()).isEmpty();
  }

  /** The shards of a table as they were before its commit. */
  private static Create.Values<WrittenShard> written(Table table) {
    return Create.of(table.shards().stream().map(shard -> new WrittenShard(shard.facts())).toList())
        .withCoder(ShardCoder.written());
  }

  private void commit(Table table) throws IOException {
    CommitOutput commit = bench.tables().commitOutput("output", TABLES, 2);
    Workbench.run(1, pipeline -> pipeline.apply("Read", written(table)).apply("Commit", commit));
  }
}

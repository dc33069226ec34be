package org.shoestring.transform.splitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.transforms.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.shuffle.split.SplitPlan;
import org.shoestring.shuffle.split.Splits;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.RowReader;

class SplitTableTest extends SplitTableCase {
  /** Of the parts of one split, whatever made it. */
  private static final Map<String, String> DIGESTS = new ConcurrentHashMap<>();

  @ParameterizedTest
  @CsvSource({"localFiles, 1", "localFiles, 4", "groupByKey, 1", "groupByKey, 4"})
  void position_anyExchangeAndParallelism_isTheSameCompleteSplit(String exchange, int parallelism)
      throws IOException {
    Table input = table(100, 0, 333, 1, 250);
    Split split = Splits.by(By.POSITION, "train=rest,dev=50,test=10%");

    Manifest manifest = run("out", input, split, parallelism, exchange, 1 << 20);

    checkComplete("out", split, input);
    assertThat(manifest.tables().keySet()).containsExactly("train", "dev", "test");
    assertThat(manifest.lines("dev")).isEqualTo(50);
    assertThat(manifest.lines("test")).isEqualTo(68);
    assertThat(manifest.shards("train")).hasSize(5);
    assertThat(manifest.shards("dev")).hasSize(1);
    for (String part : split.parts().names()) {
      assertThat(manifest.digest(part)).isEqualTo(DIGESTS.computeIfAbsent(part, manifest::digest));
    }
  }

  @ParameterizedTest
  @CsvSource({"localFiles", "groupByKey"})
  void position_manyBlocks_areGatheredInSourceOrder(String exchange) throws IOException {
    Table input = table(300_000, 290_000);
    Split split = Splits.by(By.POSITION, "a=50%,b=50%");

    Manifest manifest = run("out", input, split, 2, exchange, 1 << 20);

    checkComplete("out", split, input);
    assertThat(manifest.lines("a")).isEqualTo(295_000);
    assertThat(manifest.shards("a")).hasSize(3);
    assertThat(manifest.shards("a")).allMatch(shard -> shard.raw() <= 1 << 20);
  }

  @Test
  void gathered_severalShards_canBeReadOn() throws IOException {
    Table input = table(40, 40);
    Split split = Splits.by(By.POSITION, "a=50,b=rest");

    Manifest manifest = run("out", input, split, 2, "localFiles", 10 * 20);

    assertThat(sizes(manifest, "a")).containsExactly(20L, 20L, 10L);
    assertThat(manifest.shards("a")).extracting(CommittedShard::place).containsExactly(0, 1, 2);
    checkComplete("out", split, input);
  }

  @Test
  void gathered_lineLargerThanAShard_isAShard() throws IOException {
    Table input = table(3);

    Manifest manifest = run("out", input, Splits.by(By.POSITION, "a=100%"), 1, "localFiles", 1);

    assertThat(sizes(manifest, "a")).containsExactly(1L, 1L, 1L);
  }

  @ParameterizedTest
  @CsvSource({"POSITION", "HASH", "LABEL"})
  void split_emptyTable_makesEmptyParts(By by) throws IOException {
    String[] columns = by == By.LABEL ? new String[] {"label"} : new String[0];
    Split split = Splits.by(by, "train=rest,dev=10%", columns);

    Manifest none = run("none", table(), split);
    Manifest empty = run("empty", table(0, 0), split);

    assertThat(sizes(none, "train")).isEmpty();
    assertThat(sizes(none, "dev")).containsExactly(0L);
    assertThat(sizes(empty, "train")).containsExactly(0L, 0L);
    assertThat(sizes(empty, "dev")).containsExactly(0L);
  }

  @ParameterizedTest
  @CsvSource({"POSITION", "HASH", "LABEL"})
  void split_oneLine_goesToOnePart(By by) throws IOException {
    String[] columns = by == By.LABEL ? new String[] {"label"} : new String[0];
    Table input = table(0, 1);
    Split split = Splits.by(by, "train=rest,dev=0.1%", columns);

    Manifest manifest = run("out", input, split);

    assertThat(sizes(manifest, "train")).containsExactly(0L, 1L);
    assertThat(sizes(manifest, "dev")).containsExactly(0L);
  }

  @Test
  void split_onlyTheRest_isTheTable() throws IOException {
    Table input = table(3, 0, 2);

    Manifest manifest = run("out", input, Splits.by(By.POSITION, "all=rest"));

    assertThat(manifest.digest("all")).isEqualTo(input.digest());
  }

  @Test
  void split_tooFewLines_tellsTheNumbers() throws IOException {
    Table input = table(3, 0, 2);
    assertThatThrownBy(() -> run("out", input, Splits.by(By.POSITION, "a=rest,b=6")))
        .hasRootCauseInstanceOf(UsageException.class)
        .hasRootCauseMessage(
            "into: the table has 5 lines, but the parts take 6 (a rest, b 6); make some parts smaller");
  }

  @Test
  void of_absentColumn_listsTheColumns() {
    assertThatThrownBy(() -> run("out", table(1), Splits.by(By.HASH, "a=rest,b=10%", "txt")))
        .isInstanceOf(UsageException.class)
        .hasMessage("into: unknown column 'txt' (did you mean text?); known: text, label");
  }

  @Test
  void splitTable_inAPipeline_composes() throws IOException {
    Table input = table(100, 200);
    Split split = Splits.by(By.POSITION, "train=rest,dev=60");
    Output copy = bench.output("copy");
    Output parts = bench.output("parts");
    bench.run(
        "dev again",
        Map.of(TableName.MAIN, Columns.of("label"), TableName.REJECTED, Columns.of("reason")),
        4,
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(input))
                .apply("Copy", ApplySteps.of(steps("lowercase"), input, copy))
                .apply("Split", SplitTable.of(RowFormat.of(input), split, parts).cutInto(150))
                .apply("OnlyDev", Filter.by(shard -> shard.table().equals("dev")))
                .apply(
                    "Select", ApplySteps.of(steps("select:label"), RowFormat.of(input), output)));

    run("out", input, split);
    assertThat(lines("dev again", TableName.MAIN))
        .hasSize(60)
        .isEqualTo(lines("out", "dev").stream().map(line -> line.split("\t", 2)[1]).toList());
  }

  /** What tells where a line of a part came from. */
  @ParameterizedTest
  @CsvSource({"POSITION", "HASH", "LABEL"})
  void plan_ofTheTable_tellsThePartsAgain(By by) throws Exception {
    Table input = table(100, 0, 333, 20);
    String[] columns = by == By.LABEL ? new String[] {"label"} : new String[0];
    Split split = Splits.by(by, "train=rest,dev=10%,test=20%", columns);
    run("out", input, split);
    List<List<String>> expected = new ArrayList<>();
    for (String part : split.parts().names()) {
      expected.add(lines("out", part));
    }

    SplitPlan plan = SplitTable.plan(split, input);

    List<List<String>> found = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    long line = 0;
    for (CommittedShard shard : input.shards()) {
      SplitPlan.OfShard parts = plan.shard(shard.place());
      try (RowReader rows =
          ShardReader.open(
              Stores.withoutOptions(), shard, input.manifest().codec(), input.columns().size())) {
        while (rows.next()) {
          found.get(parts.part(line++, rows.row())).add(rows.row().toString());
        }
      }
    }
    assertThat(found).isEqualTo(expected);
  }
}

package org.shoestring.transform.shuffling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.Workbench;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.importing.Imports;

class ShuffleIntoShardsTest extends ShuffleFixture {
  @ParameterizedTest
  @CsvSource({"groupByKey, 1", "groupByKey, 2", "localFiles, 1", "localFiles, 2"})
  void shuffle_anyExchangeAndWorkers_putsEachLineWhereThePermutationSays(
      String exchange, int parallelism) throws IOException {
    Table input = table(shards(7, 100));

    Manifest manifest = run("out", input, shardsOf(5), SEED, exchange, parallelism);

    assertThat(bench.lines("out", TableName.MAIN))
        .isEqualTo(permuted(Workbench.lines(input), SEED));
    assertThat(manifest.shards(TableName.MAIN))
        .extracting(Shard::lines)
        .containsExactly(114L, 115L, 114L, 115L, 115L);
  }

  @Test
  void shuffle_sameLinesInOtherShards_makesTheSameLines() throws IOException {
    List<List<String>> shards = shards(3, 50);
    List<String> all = shards.stream().flatMap(List::stream).toList();
    Manifest three = run("three", table("a", shards), shardsOf(4));
    Manifest one = run("one", table("b", List.of(all)), shardsOf(4));

    assertThat(one.digest(TableName.MAIN)).isEqualTo(three.digest(TableName.MAIN));
  }

  @Test
  void shuffle_otherSeeds_giveOtherOrdersOfTheSameLines() throws IOException {
    Table input = table(shards(2, 100));
    List<List<String>> orders = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      run("seed" + seed, input, shardsOf(2), Seed.of(seed), "localFiles", 2);
      orders.add(bench.lines("seed" + seed, TableName.MAIN));
    }

    assertThat(orders).doesNotHaveDuplicates();
    assertThat(orders)
        .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(lines(input)));
  }

  @ParameterizedTest
  @CsvSource({"groupByKey", "localFiles"})
  void shuffle_tableWithoutShards_makesOneEmptyShard(String exchange) throws IOException {
    Manifest manifest = run("out", table(List.of()), shardsOf(1), SEED, exchange, 2);

    assertThat(manifest.shards(TableName.MAIN)).extracting(Shard::lines).containsExactly(0L);
  }

  @Test
  void shuffle_oneLineAmongEmptyShards_isTheLine() throws IOException {
    Table input = table(List.of(List.of(), List.of("1\t"), List.of()));

    Manifest manifest = run("out", input, shardsOf(1));

    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("1\t");
    assertThat(manifest.shards(TableName.MAIN)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"groupByKey", "localFiles"})
  void shuffle_moreShardsThanGroups_writesEach(String exchange) throws IOException {
    Table input = table(shards(2, 150));

    Manifest manifest = run("out", input, shardsOf(300), SEED, exchange, 2);

    assertThat(manifest.shards(TableName.MAIN)).hasSize(300).allMatch(shard -> shard.lines() == 1);
    assertThat(bench.lines("out", TableName.MAIN))
        .isEqualTo(permuted(Workbench.lines(input), SEED));
  }

  @Test
  void shuffle_sizeInLines_makesAsFewShardsAsHoldThem() throws IOException {
    Table input = table(shards(2, 50));

    Manifest manifest =
        bench.run(
            "out",
            Map.of(TableName.MAIN, COLUMNS),
            4,
            (pipeline, output) ->
                pipeline
                    .apply("Read", ReadShards.of(input))
                    .apply(
                        "Shuffle",
                        ShuffleIntoShards.of(input, ShardSize.lines("test", 30), SEED, output)));

    assertThat(manifest.shards(TableName.MAIN))
        .extracting(Shard::lines)
        .containsExactly(25L, 25L, 25L, 25L);
  }

  @Test
  void shuffle_moreShardsThanLines_isRefused() throws IOException {
    Table input = table(shards(2, 2));

    assertThatThrownBy(() -> run("out", input, shardsOf(5)))
        .rootCause()
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: cannot make 5 shards of 4 lines, because a shard has at least one; make 4 shards"
                + " or fewer");
  }

  @Test
  void shuffle_piecesOfAnImportThatIsNotCommitted_areRefused() throws IOException {
    Imports imports = new Imports(bench);
    ImportUnit unit = Imports.unit(0, bench.file("0.tsv", "A\tB\nC\tD\n"));
    ImportTable pieces =
        ImportTable.of(List.of(unit), new ImportTable.Settings(COLUMNS, 4, 0), imports.output());
    RowFormat format = RowFormat.of(table(List.of()));

    assertThatThrownBy(
            () ->
                bench.run(
                    "out",
                    Map.of(TableName.MAIN, COLUMNS),
                    1,
                    (pipeline, output) ->
                        pipeline
                            .apply("Import", pieces)
                            .apply(
                                "Shuffle",
                                ShuffleIntoShards.of(format, shardsOf(1), SEED, output))))
        .rootCause()
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("piece 1 of unit 0 is not committed");
  }

  @Test
  void shuffle_shardsOfAnotherTable_areRefused() throws IOException {
    Table given = table("given", shards(2, 10));
    Table other = table("other", shards(2, 11));

    assertThatThrownBy(
            () ->
                bench.run(
                    "out",
                    Map.of(TableName.MAIN, COLUMNS),
                    1,
                    (pipeline, output) ->
                        pipeline
                            .apply("Read", ReadShards.of(other))
                            .apply(
                                "Shuffle", ShuffleIntoShards.of(given, shardsOf(1), SEED, output))))
        .rootCause()
        .hasMessageMatching(
            ".*/part-0000.* not of the table that was given: Entry\\[.*lines=11.*, not Entry\\[.*lines=10.*");
  }
}

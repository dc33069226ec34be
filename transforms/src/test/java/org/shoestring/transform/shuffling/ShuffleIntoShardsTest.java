package org.shoestring.transform.shuffling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.Permutation;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.spec.Spec;
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
import org.shoestring.tsv.Columns;

class ShuffleIntoShardsTest {
  private static final Columns COLUMNS = Columns.of("number", "text");
  private static final Seed SEED = Seed.of(1);

  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

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

  @ParameterizedTest
  @CsvSource({"groupByKey, 1", "groupByKey, 2", "localFiles, 1", "localFiles, 2"})
  void shuffle_balancedByTokens_cutsTheSameOrderAtTheNearestLines(String exchange, int parallelism)
      throws IOException {
    Table input = table(shards(7, 100));
    List<String> order = permuted(Workbench.lines(input), SEED);

    for (String columns : List.of("number+text", "text", "number")) {
      Manifest manifest =
          run("by-" + columns, input, shardsOf(5), tokens(columns), exchange, parallelism);

      assertThat(bench.lines("by-" + columns, TableName.MAIN)).isEqualTo(order);
      assertThat(manifest.shards(TableName.MAIN))
          .extracting(Shard::lines)
          .isEqualTo(model(order, 5, columns))
          .isNotEqualTo(model(order, 5, columns.equals("text") ? "number" : "text"));
    }
  }

  /** Shard sizes by hand: each shard ends with the line after which most is not missing. */
  private static List<Long> model(List<String> order, int shards, String columns) {
    List<Long> sizes = new ArrayList<>();
    long total = order.stream().mapToLong(line -> tokensOf(line, columns)).sum();
    int line = 0;
    long sum = 0;
    for (int shard = 1; shard <= shards; shard++) {
      int first = line;
      while (line < order.size()
          && (shard == shards
              || shards * (2 * sum + tokensOf(order.get(line), columns)) <= 2L * shard * total)) {
        sum += tokensOf(order.get(line++), columns);
      }
      sizes.add((long) line - first);
    }
    return sizes;
  }

  private static long tokensOf(String line, String columns) {
    int tab = line.indexOf('\t');
    String text =
        switch (columns) {
          case "number" -> line.substring(0, tab);
          case "text" -> line.substring(tab + 1);
          default -> line;
        };
    return Arrays.stream(text.split("\\s", -1)).filter(word -> !word.isEmpty()).count();
  }

  @Test
  void shuffle_balancedByTokensInOtherShards_makesTheSameShards() throws IOException {
    List<List<String>> shards = shards(3, 50);
    List<String> all = shards.stream().flatMap(List::stream).toList();
    Balance tokens = tokens("text");
    Manifest three = run("three", table("a", shards), shardsOf(4), tokens, "localFiles", 2);
    Manifest one = run("one", table("b", List.of(all)), shardsOf(4), tokens, "localFiles", 2);

    assertThat(one.digest(TableName.MAIN)).isEqualTo(three.digest(TableName.MAIN));
  }

  @ParameterizedTest
  @CsvSource({"groupByKey", "localFiles"})
  void shuffle_balancedByTokensWithoutAny_isCutByLines(String exchange) throws IOException {
    Balance tokens = tokens("text");
    Table blank = table("blank", List.of(List.of("1\t ", "2\t", "3\t"), List.of("4\t")));

    assertThat(
            run("none", table(List.of()), shardsOf(1), tokens, exchange, 2).shards(TableName.MAIN))
        .extracting(Shard::lines)
        .containsExactly(0L);
    assertThat(run("blanks", blank, shardsOf(2), tokens, exchange, 2).shards(TableName.MAIN))
        .extracting(Shard::lines)
        .containsExactly(2L, 2L);
  }

  @Test
  void balancedBy_columnThatIsNotThere_isRefused() throws IOException {
    Table input = table(shards(2, 2));

    assertThatThrownBy(() -> run("out", input, shardsOf(2), tokens("texts"), "localFiles", 1))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: balance 'tokens': unknown column 'texts' (did you mean text?); known: number, text");
  }

  private static List<String> permuted(List<String> lines, Seed seed) {
    Permutation permutation = Permutation.of(lines.size(), seed, "shard");
    String[] positions = new String[lines.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[(int) permutation.at(i)] = lines.get(i);
    }
    return Arrays.asList(positions);
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

  private static List<String> lines(Table table) {
    try {
      return Workbench.lines(table);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
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

  /** A group has the shards 0 and 1, another one 298 and 299. */
  @Test
  void shuffle_groupThatIsHalfWritten_isContinuedAfterItsLastFinishedShard() throws IOException {
    Table input = table(shards(2, 150));
    Manifest first = run("out", input, shardsOf(300));
    Map<Path, String> before = new TreeMap<>();
    bench.eachFile("out", before::put);
    bench.delete("out", "_manifest", "_parts/00001", "part-00001", "_parts/00298", "part-00298");

    Manifest again = run("out", input, shardsOf(300));

    assertThat(again.digest(TableName.MAIN)).isEqualTo(first.digest(TableName.MAIN));
    assertThat(bench.lines("out", TableName.MAIN))
        .isEqualTo(permuted(Workbench.lines(input), SEED));
    bench.eachFile(
        "out",
        (file, stamp) -> {
          if (file.startsWith("_parts") && !file.toString().matches(".*/00(001|298).*")) {
            assertThat(stamp).as("%s", file).isEqualTo(before.get(file));
          }
          if (file.toString().startsWith("part-00000")) {
            assertThat(stamp).as("%s", file).isEqualTo(before.get(file));
          }
        });
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

  @ParameterizedTest
  @CsvSource({"groupByKey,lines", "localFiles,lines", "groupByKey,tokens", "localFiles,tokens"})
  void shuffle_interrupted_writesOnlyWhatIsMissing(String exchange, String by) throws IOException {
    Table input = table(shards(3, 100));
    Balance balance = Balance.of(Spec.of("test", by));
    Manifest whole = run("out", input, shardsOf(6), balance, exchange, 2);
    String missing = whole.shards(TableName.MAIN).get(4).object();
    bench.delete("out", "_manifest.tsv", "_parts/00002", "_parts/00004", missing);
    Map<String, String> before = files("out");

    Manifest resumed = run("out", input, shardsOf(6), balance, exchange, 1);

    assertThat(resumed.digest(TableName.MAIN)).isEqualTo(whole.digest(TableName.MAIN));
    before.remove(whole.shards(TableName.MAIN).get(2).object());
    assertThat(files("out"))
        .containsAllEntriesOf(before)
        .containsKeys("_manifest.tsv", "_parts/00002.tsv", "_parts/00004.tsv");
  }

  private Map<String, String> files(String name) throws IOException {
    Map<String, String> files = new TreeMap<>();
    bench.eachFile(name, (file, stamp) -> files.put(file.toString(), stamp));
    return files;
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

  private static ShardSize shardsOf(int count) {
    return ShardSize.shards("test", count);
  }

  private Table table(List<List<String>> shards) throws IOException {
    return table("input", shards);
  }

  private Table table(String name, List<List<String>> shards) throws IOException {
    return bench.table(name, COLUMNS, shards);
  }

  /** Shards of lines of many lengths; one of them is empty. */
  private static List<List<String>> shards(int count, int lines) {
    return IntStream.range(0, count)
        .mapToObj(
            shard ->
                IntStream.range(
                        0, shard == 1 && count > 2 ? 0 : count > 2 && shard == 0 ? 73 : lines)
                    .mapToObj(i -> shard * lines + i + "\t" + "word ".repeat(i % 9))
                    .toList())
        .toList();
  }

  private Manifest run(String name, Table input, ShardSize size) throws IOException {
    return run(name, input, size, SEED, "groupByKey", 2);
  }

  private static Balance tokens(String columns) {
    return Balance.of(Spec.parse("test", "tokens:" + columns));
  }

  private Manifest run(
      String name, Table input, ShardSize size, Balance balance, String exchange, int parallelism)
      throws IOException {
    return run(name, input, size, SEED, balance, exchange, parallelism);
  }

  private Manifest run(
      String name, Table input, ShardSize size, Seed seed, String exchange, int parallelism)
      throws IOException {
    return run(name, input, size, seed, Balance.LINES, exchange, parallelism);
  }

  private Manifest run(
      String name,
      Table input,
      ShardSize size,
      Seed seed,
      Balance balance,
      String exchange,
      int parallelism)
      throws IOException {
    return bench.run(
        name,
        Map.of(TableName.MAIN, COLUMNS),
        (int) size.size(),
        parallelism,
        exchange,
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(input))
                .apply(
                    "Shuffle",
                    ShuffleIntoShards.of(input, size, seed, output).balancedBy(balance)));
  }
}

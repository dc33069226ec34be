package org.shoestring.transform.shuffling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.Permutation;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.spec.Spec;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;

/** Tables of many lines, and what a shuffle makes of them. */
abstract class ShuffleFixture {
  static final Columns COLUMNS = Columns.of("number", "text");
  static final Seed SEED = Seed.of(1);

  Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

  static List<String> permuted(List<String> lines, Seed seed) {
    Permutation permutation = Permutation.of(lines.size(), seed, "shard");
    String[] positions = new String[lines.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[(int) permutation.at(i)] = lines.get(i);
    }
    return Arrays.asList(positions);
  }

  static List<String> lines(Table table) {
    try {
      return Workbench.lines(table);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, String> files(String name) throws IOException {
    Map<String, String> files = new TreeMap<>();
    bench.eachFile(name, (file, stamp) -> files.put(file.toString(), stamp));
    return files;
  }

  static ShardSize shardsOf(int count) {
    return ShardSize.shards("test", count);
  }

  Table table(List<List<String>> shards) throws IOException {
    return table("input", shards);
  }

  Table table(String name, List<List<String>> shards) throws IOException {
    return bench.table(name, COLUMNS, shards);
  }

  /** Shards of lines of many lengths; one of them is empty. */
  static List<List<String>> shards(int count, int lines) {
    return IntStream.range(0, count)
        .mapToObj(
            shard ->
                IntStream.range(
                        0, shard == 1 && count > 2 ? 0 : count > 2 && shard == 0 ? 73 : lines)
                    .mapToObj(i -> shard * lines + i + "\t" + "word ".repeat(i % 9))
                    .toList())
        .toList();
  }

  Manifest run(String name, Table input, ShardSize size) throws IOException {
    return run(name, input, size, SEED, "groupByKey", 2);
  }

  static Balance tokens(String columns) {
    return Balance.of(Spec.parse("test", "tokens:" + columns));
  }

  Manifest run(
      String name, Table input, ShardSize size, Balance balance, String exchange, int parallelism)
      throws IOException {
    return run(name, input, size, SEED, balance, exchange, parallelism);
  }

  Manifest run(
      String name, Table input, ShardSize size, Seed seed, String exchange, int parallelism)
      throws IOException {
    return run(name, input, size, seed, Balance.LINES, exchange, parallelism);
  }

  Manifest run(
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

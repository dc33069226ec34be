package org.shoestring.experiment.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.Bench;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.table.record.Recipe;

/** Shards of equally many lines or tokens, as an experiment names them. */
class ShardStageTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [en, de], shard-size: 1k}
        shards: {shard: raw, into: 4}
      """;

  private final Bench bench;

  ShardStageTest(@TempDir Path folder) throws IOException {
    this.bench = new Bench(folder, YAML);
    write(300);
  }

  private void write(int lines) throws IOException {
    bench.write(
        "raw.tsv",
        IntStream.range(0, lines)
            .mapToObj(
                i -> String.format(Locale.ROOT, "line %d%s\t%s\n", i, " w".repeat(i % 23), "a b"))
            .collect(Collectors.joining()));
  }

  private Recipe recipe(String... settings) throws IOException {
    return Bench.finished(bench.run(settings), "shards").manifest().recipe();
  }

  private static String balanced(String by) {
    return "stages.shards.balance=" + by;
  }

  @Test
  void balance_lines_isTheKeyOfShardsWithoutOne() throws IOException {
    Recipe without = recipe();
    assertThat(without.facts())
        .extracting(Recipe.Fact::name)
        .containsExactly("shards", "seed", "permutation");
    assertThat(recipe(balanced("lines")).key()).isEqualTo(without.key());
  }

  @Test
  void balance_anyForm_isOneKeyForTheSameColumns() throws IOException {
    String all = recipe(balanced("tokens")).key();
    assertThat(recipe().key()).isNotEqualTo(all);
    for (String form : List.of("tokens:columns=de+en", "{tokens: [en, de]}", "{tokens: {}}")) {
      assertThat(recipe(balanced(form)).key()).as(form).isEqualTo(all);
    }
    Recipe one = recipe(balanced("{tokens: en}"));
    assertThat(one.key()).isNotEqualTo(all);
    assertThat(one.facts()).contains(new Recipe.Fact("balance", "tokens@1:columns=en"));
    for (String form : List.of("'tokens:en'", "{tokens: {columns: en}}", "tokens:columns=en")) {
      assertThat(recipe(balanced(form)).key()).as(form).isEqualTo(one.key());
    }
  }

  @Test
  void balance_tokens_leavesTheOrderAndEvensTheTokens() throws IOException {
    Map<String, StageResult> lines = bench.run();
    Map<String, StageResult> tokens = bench.run(balanced("tokens"));

    assertThat(Bench.lines(tokens, "shards")).isEqualTo(Bench.lines(lines, "shards"));
    long longest = 24 + 1 + 2;
    assertThat(spread(tokens)).isLessThanOrEqualTo(longest).isLessThan(spread(lines));
  }

  /** The most tokens of a shard, less the least. */
  private static long spread(Map<String, StageResult> results) throws IOException {
    List<String> lines = Bench.lines(results, "shards");
    long least = Long.MAX_VALUE;
    long most = 0;
    int first = 0;
    for (var shard : Bench.finished(results, "shards").manifest().shards("main")) {
      int end = first + (int) shard.lines();
      long tokens =
          lines.subList(first, end).stream()
              .mapToLong(line -> Arrays.stream(line.split("[ \t]", -1)).count())
              .sum();
      least = Math.min(least, tokens);
      most = Math.max(most, tokens);
      first = end;
    }
    return most - least;
  }

  @Test
  void balance_moreShardsThanLines_isTheErrorOfShardsOfLines() throws IOException {
    write(3);
    Exception error =
        Objects.requireNonNull(bench.attempt(balanced("tokens")).get("shards")).error();
    assertThat(ExitCode.of(Objects.requireNonNull(error))).isEqualTo(2);
    assertThat(error).hasMessageContaining("into: cannot make 4 shards of 3 lines");
  }
}

package org.shoestring.transform.shuffling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.Balance;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.Workbench;

/** Shards with equal numbers of words instead of lines. */
class BalancedShuffleTest extends ShuffleFixture {
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
}

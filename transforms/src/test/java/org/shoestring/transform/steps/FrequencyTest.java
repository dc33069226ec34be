package org.shoestring.transform.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;

class FrequencyTest {
  private static final Columns EN_DE = Columns.of("en", "de");

  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @CsvSource({"groupByKey, 1", "groupByKey, 2", "localFiles, 1", "localFiles, 2"})
  void frequency_rareWords_rejectTheirRows(String exchange, int parallelism) throws IOException {
    Table input =
        table(
            List.of(
                List.of("a b\tx", "a\u00a0 a\tx y", "\t"),
                List.of(),
                List.of("b c\ty", "a x\ty", "d\tx")));

    Manifest manifest = run("out", input, exchange, parallelism, "frequency");

    assertThat(bench.lines("out", TableName.MAIN))
        .containsExactly("a b\tx", "a\u00a0 a\tx y", "\t");
    assertThat(bench.lines("out", TableName.REJECTED))
        .containsExactly(
            "frequency\ten c\t2\t1\tb c\ty",
            "frequency\ten x\t2\t2\ta x\ty",
            "frequency\ten d\t2\t3\td\tx");
    assertThat(manifest.reasons()).isEqualTo(Map.of("frequency", 3L));
  }

  @Test
  void frequency_columnsAndMin_countOnlyThose() throws IOException {
    Table input = table(List.of(List.of("a\tx x"), List.of("a\tx y", "b\ty"), List.of("c\tx x")));

    run("out", input, "groupByKey", 2, "frequency:min=3,columns=de");

    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("a\tx x", "c\tx x");
  }

  @Test
  void frequency_afterOtherBarriersAndBeforeThem_countsWhatIsLeft() throws IOException {
    Table input =
        table(
            List.of(
                List.of("a b\t1", "A  b\t1", "c\t1"),
                List.of("a b\t2", "c d\t1", "a b\t2", "d\t2")));

    run(
        "out",
        input,
        "localFiles",
        2,
        "normalize-whitespace",
        "lowercase",
        "deduplicate",
        "frequency:columns=en",
        "deduplicate:columns=en",
        "frequency:min=3,columns=de");

    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("a b\t1", "c\t1", "c d\t1");
    assertThat(bench.lines("out", TableName.REJECTED))
        .containsExactly(
            "duplicate\t0:1\t0\t2\tA  b\t1",
            "duplicate\t0:1\t1\t1\ta b\t2",
            "duplicate\t1:1\t1\t3\ta b\t2",
            "frequency\tde 2\t1\t4\td\t2");
  }

  /** More different words than a mapper counts at once, and more than a reducer starts with. */
  @Test
  void frequency_manyWords_areThoseOfAMap() throws IOException {
    Random random = new Random(5);
    List<List<String>> shards = new ArrayList<>();
    for (int shard = 0; shard < 3; shard++) {
      List<String> lines = new ArrayList<>();
      for (int line = 0; line < 40_000; line++) {
        double rank = Math.pow(random.nextDouble(), 4) * 200_000;
        lines.add("w" + (int) rank + " w" + random.nextInt(20_000) + "\tx");
      }
      shards.add(lines);
    }
    Map<String, Integer> counts = new HashMap<>();
    shards.forEach(
        lines -> lines.forEach(line -> words(line).forEach(w -> counts.merge(w, 1, Integer::sum))));
    List<String> expected =
        shards.stream()
            .flatMap(List::stream)
            .filter(line -> words(line).allMatch(word -> counts.getOrDefault(word, 0) >= 4))
            .toList();

    run("out", bench.table("input", EN_DE, shards), "localFiles", 2, "frequency:4");

    assertThat(expected).hasSizeBetween(10_000, 110_000);
    assertThat(bench.lines("out", TableName.MAIN)).isEqualTo(expected);
  }

  private static Stream<String> words(String line) {
    return Stream.of(line.split("\t", 2)[0].split(" ", -1));
  }

  @Test
  void frequency_longWord_isCutInTheDetail() throws IOException {
    run(
        "out",
        table(List.of(List.of("ä".repeat(5000) + "\tx", "b\tx", "b\tx"))),
        "groupByKey",
        1,
        "frequency");

    assertThat(bench.lines("out", TableName.REJECTED))
        .singleElement()
        .asString()
        .startsWith("frequency\ten " + "ä".repeat(60) + "...\t0\t1\t");
  }

  @Test
  void applySteps_barrierOfAUser_learnsToo() throws IOException {
    Table input =
        bench.table(
            "one", Columns.of("en"), List.of(List.of("a", "a"), List.of("b", ""), List.of("c")));

    Manifest manifest = run("out", input, "groupByKey", 2, "deduplicate", "beside-empty");

    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("a", "c");
    assertThat(manifest.reasons()).isEqualTo(Map.of("duplicate", 1L, "beside_empty", 2L));
  }

  private Table table(List<List<String>> shards) throws IOException {
    return bench.table("input", EN_DE, shards);
  }

  private Manifest run(String name, Table input, String exchange, int parallelism, String... steps)
      throws IOException {
    return bench.runSteps(name, input, exchange, parallelism, steps);
  }
}

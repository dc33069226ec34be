package org.shoestring.transform.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.Workbench;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.importing.Imports;
import org.shoestring.transform.shuffling.ShuffleIntoShards;
import org.shoestring.tsv.Columns;

class DeduplicateTest {
  private static final Columns EN_DE = Columns.of("en", "de");

  /** Repeated: in a shard, over shards, the first and the last line, and empty lines. */
  private static final List<List<String>> PLANTED =
      List.of(
          List.of("a\tb", "\t", "c\td", "c\td", "a\tx"),
          List.of(),
          List.of("\t", "e\tf", "c\td", "e\tb"),
          List.of("g\th", "E\tf", "a\tb"));

  private static final Map<String, Columns> TABLES = ApplySteps.tables(EN_DE, EN_DE);

  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @CsvSource({"groupByKey, 1", "groupByKey, 2", "localFiles, 1", "localFiles, 2"})
  void deduplicate_plantedLines_keepsTheFirstOfEach(String exchange, int parallelism)
      throws IOException {
    Manifest manifest = run("out", table(PLANTED), exchange, parallelism, "deduplicate");

    assertThat(bench.lines("out", TableName.MAIN))
        .containsExactly("a\tb", "\t", "c\td", "a\tx", "e\tf", "e\tb", "g\th", "E\tf");
    assertThat(bench.lines("out", TableName.REJECTED))
        .containsExactly(
            "duplicate\t0:3\t0\t4\tc\td",
            "duplicate\t0:2\t2\t1\t\t",
            "duplicate\t0:3\t2\t3\tc\td",
            "duplicate\t0:1\t3\t3\ta\tb");
    assertThat(manifest.shards(TableName.MAIN))
        .extracting(Shard::lines)
        .containsExactly(4L, 0L, 2L, 2L);
    assertThat(manifest.reasons()).isEqualTo(Map.of("duplicate", 4L));
  }

  @Test
  void deduplicate_oneColumn_comparesOnlyThat() throws IOException {
    run("out", table(PLANTED), "deduplicate:columns=en");

    assertThat(bench.lines("out", TableName.MAIN))
        .containsExactly("a\tb", "\t", "c\td", "e\tf", "g\th", "E\tf");
    assertThat(bench.lines("out", TableName.REJECTED))
        .contains("duplicate\t0:1\t0\t5\ta\tx", "duplicate\t2:2\t2\t4\te\tb");
  }

  @Test
  void deduplicate_amongOtherSteps_seesWhatThoseBeforeLeave() throws IOException {
    Table input =
        table(
            List.of(
                List.of("\tempty", "A  b\tx", "one two three\tx", "A b\ty"),
                List.of("a b\tz", " A b \tw", "one two three\tx")));

    Manifest manifest =
        run(
            "out",
            input,
            "empty",
            "normalize-whitespace",
            "select:en",
            "deduplicate",
            "length:max=2",
            "lowercase");

    assertThat(manifest.tables().get(TableName.MAIN)).isEqualTo(Columns.of("en"));
    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("a b", "a b");
    assertThat(bench.lines("out", TableName.REJECTED))
        .containsExactly(
            "empty\ten\t0\t1\t\tempty",
            "length\ten over 2\t0\t3\tone two three\tx",
            "duplicate\t0:2\t0\t4\tA b\ty",
            "duplicate\t0:2\t1\t2\t A b \tw",
            "duplicate\t0:3\t1\t3\tone two three\tx");
    assertThat(manifest.reasons()).isEqualTo(Map.of("duplicate", 3L, "empty", 1L, "length", 1L));
  }

  /** The second one sees only what the first one keeps: a line that is dropped repeats nothing. */
  @ParameterizedTest
  @CsvSource({"groupByKey, 1", "groupByKey, 2", "localFiles, 1", "localFiles, 2"})
  void deduplicate_twiceWithOtherColumns_runsOneAfterTheOther(String exchange, int parallelism)
      throws IOException {
    Table input =
        table(
            List.of(
                List.of("a\t1", "a\t2", "b\t2", "c\t1"),
                List.of("B\t3", "d\t2", "a\t3", "e\t3"),
                List.of("F\t9", "f\t8", "g\t9")));

    run(
        "out",
        input,
        exchange,
        parallelism,
        "deduplicate:columns=en",
        "lowercase",
        "deduplicate:columns=de",
        "deduplicate:columns=en");

    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("a\t1", "b\t2", "f\t9");
    assertThat(bench.lines("out", TableName.REJECTED))
        .containsExactly(
            "duplicate\t0:1\t0\t2\ta\t2",
            "duplicate\t0:1\t0\t4\tc\t1",
            "duplicate\t0:3\t1\t1\tB\t3",
            "duplicate\t0:3\t1\t2\td\t2",
            "duplicate\t0:1\t1\t3\ta\t3",
            "duplicate\t1:1\t1\t4\te\t3",
            "duplicate\t2:1\t2\t2\tf\t8",
            "duplicate\t2:1\t2\t3\tg\t9");
  }

  @Test
  void deduplicate_randomLines_areThoseOfAMap() throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 6; round++) {
      List<List<String>> shards = new ArrayList<>();
      for (int shard = random.nextInt(6); shard >= 0; shard--) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(80); i > 0; i--) {
          lines.add(" ".repeat(random.nextInt(2)) + random.nextInt(20) + "\t" + random.nextInt(3));
        }
        shards.add(lines);
      }
      Reference expected = Reference.of(shards);
      Table input = bench.table("input" + round, EN_DE, shards);

      run(
          "out" + round,
          input,
          round % 2 == 0 ? "groupByKey" : "localFiles",
          1 + (round / 2) % 2,
          "normalize-whitespace",
          "deduplicate");

      assertThat(bench.lines("out" + round, TableName.MAIN)).isEqualTo(expected.kept);
      assertThat(
              expected.rejected.isEmpty()
                  ? List.of()
                  : bench.lines("out" + round, TableName.REJECTED))
          .isEqualTo(expected.rejected);
    }
  }

  /** What must come out, found with a map of all lines. */
  private record Reference(List<String> kept, List<String> rejected) {
    static Reference of(List<List<String>> shards) {
      Map<String, String> first = new LinkedHashMap<>();
      List<String> rejected = new ArrayList<>();
      for (int shard = 0; shard < shards.size(); shard++) {
        int number = 0;
        for (String line : shards.get(shard)) {
          number++;
          String before = first.putIfAbsent(line.strip(), shard + ":" + number);
          if (before != null) {
            rejected.add(String.join("\t", "duplicate", before, "" + shard, "" + number, line));
          }
        }
      }
      return new Reference(List.copyOf(first.keySet()), rejected);
    }
  }

  @Test
  void deduplicateAndShuffle_manyLines_takeSeconds() throws IOException {
    Random random = new Random(4);
    List<List<String>> shards = new ArrayList<>();
    for (int shard = 0; shard < 8; shard++) {
      shards.add(random.ints(25_000, 0, 60_000).mapToObj(number -> number + "\tx").toList());
    }
    Reference expected = Reference.of(shards);

    run("dedup", table(shards), "localFiles", 2, "deduplicate");
    Table kept = main("dedup");
    ShardSize size = ShardSize.shards("test", 5);
    bench.run(
        "shuffled",
        Map.of(TableName.MAIN, EN_DE),
        5,
        2,
        "localFiles",
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(kept))
                .apply("Shuffle", ShuffleIntoShards.of(kept, size, Seed.of(1), output)));

    assertThat(bench.lines("dedup", TableName.MAIN)).isEqualTo(expected.kept);
    List<String> shuffled = bench.lines("shuffled", TableName.MAIN);
    assertThat(shuffled).isNotEqualTo(expected.kept);
    assertThat(shuffled.stream().sorted().toList())
        .isEqualTo(expected.kept.stream().sorted().toList());
  }

  /** The layout of what the steps leave is computed in the pipeline. */
  @ParameterizedTest
  @CsvSource({"groupByKey", "localFiles"})
  void deduplicateAndShuffle_inOnePipeline_isAsInTwo(String exchange) throws IOException {
    Table input = table(PLANTED);
    ShardSize size = ShardSize.shards("test", 3);
    Output steps = bench.output("steps");
    Output again = bench.output("again");
    CommitOutput commitSteps = bench.tables().commitOutput("steps", TABLES, 4);
    CommitOutput commitAgain = bench.tables().commitOutput("again", TABLES, 4);

    Manifest one =
        bench.run(
            "one",
            Map.of(TableName.MAIN, EN_DE),
            3,
            2,
            exchange,
            (pipeline, output) -> {
              PCollection<WrittenShard> first =
                  pipeline
                      .apply("Read", ReadShards.of(input))
                      .apply("Steps", ApplySteps.of(specs("deduplicate"), input, steps));
              first.apply("CommitSteps", commitSteps);
              PCollection<WrittenShard> second =
                  first.apply(
                      "StepsAgain",
                      ApplySteps.of(specs("deduplicate:columns=de"), RowFormat.of(input), again));
              second.apply("CommitAgain", commitAgain);
              return second.apply(
                  "Shuffle", ShuffleIntoShards.of(RowFormat.of(input), size, Seed.of(1), output));
            });

    run("first", input, "deduplicate");
    run("second", main("first"), "deduplicate:columns=de");
    Table kept = main("second");
    Manifest two =
        bench.run(
            "two",
            Map.of(TableName.MAIN, EN_DE),
            3,
            (pipeline, output) ->
                pipeline
                    .apply("Read", ReadShards.of(kept))
                    .apply("Shuffle", ShuffleIntoShards.of(kept, size, Seed.of(1), output)));
    assertThat(bench.lines("one", TableName.MAIN)).hasSize(6);
    assertThat(one.digest(TableName.MAIN)).isEqualTo(two.digest(TableName.MAIN));
    assertThat(bench.lines("steps", TableName.MAIN))
        .isEqualTo(bench.lines("first", TableName.MAIN));
    assertThat(bench.lines("again", TableName.MAIN)).isEqualTo(Workbench.lines(kept));
  }

  private Table main(String name) throws IOException {
    return Table.in(Stores.withoutOptions(), bench.output(name).folder(), TableName.MAIN);
  }

  @Test
  void deduplicate_noLines_isEmpty() throws IOException {
    assertThat(run("none", table(List.of()), "deduplicate").shards()).isEmpty();

    Table input = bench.table("empty", EN_DE, List.of(List.of(), List.of()));
    Manifest manifest = run("empties", input, "deduplicate", "deduplicate");
    assertThat(manifest.shards(TableName.MAIN)).extracting(Shard::lines).containsExactly(0L, 0L);
  }

  @ParameterizedTest
  @CsvSource({"groupByKey", "localFiles"})
  void deduplicate_interrupted_doesOnlyWhatIsMissing(String exchange) throws IOException {
    Table input = table(PLANTED);
    Manifest whole = run("out", input, exchange, 2, "deduplicate");
    bench.delete("out", "_manifest.tsv", "_parts/00000", "_parts/00003");
    Map<String, String> before = new LinkedHashMap<>();
    bench.eachFile("out", (file, stamp) -> before.put(file.toString(), stamp));

    Manifest resumed = run("out", input, exchange, 1, "deduplicate");

    assertThat(resumed.digest(TableName.MAIN)).isEqualTo(whole.digest(TableName.MAIN));
    assertThat(resumed.digest(TableName.REJECTED)).isEqualTo(whole.digest(TableName.REJECTED));
    assertThat(resumed.reasons()).isEqualTo(whole.reasons());
    Map<String, String> after = new LinkedHashMap<>();
    bench.eachFile("out", (file, stamp) -> after.put(file.toString(), stamp));
    before.keySet().removeIf(file -> file.contains("part-00000-") || file.contains("part-00003-"));
    assertThat(before).hasSizeGreaterThanOrEqualTo(5);
    assertThat(after).containsAllEntriesOf(before);
  }

  @Test
  void deduplicate_piecesOfAnImportThatIsNotCommitted_areRefused() throws IOException {
    ImportUnit unit = Imports.unit(0, bench.file("0.tsv", "A\tB\nC\tD\n"));
    ImportTable pieces =
        ImportTable.of(
            List.of(unit), new ImportTable.Settings(EN_DE, 4, 0), new Imports(bench).output());
    Table alike = bench.table("alike", EN_DE, List.of());

    assertThatThrownBy(
            () ->
                bench.run(
                    "out",
                    ApplySteps.tables(EN_DE, EN_DE),
                    1,
                    (pipeline, output) ->
                        pipeline
                            .apply("Import", pieces)
                            .apply(
                                "Steps",
                                ApplySteps.of(specs("deduplicate"), RowFormat.of(alike), output))))
        .rootCause()
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("piece 1 of unit 0 is not committed");
  }

  @Test
  void deduplicate_unknownColumn_isRefusedBeforeItRuns() throws IOException {
    assertThatThrownBy(() -> ApplySteps.planned(specs("deduplicate:columns=fr"), EN_DE))
        .isInstanceOf(UsageException.class)
        .hasMessage("test: step 'deduplicate': unknown column 'fr'; known: en, de");
  }

  @Test
  void deduplicate_overRows_isRefused() {
    assertThatThrownBy(() -> ApplySteps.toRows(EN_DE, "lowercase", "deduplicate"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "steps: step 'deduplicate' must read the whole table before it can decide about a row, so"
                + " it works only in a preprocess stage or in the transform ApplySteps");
  }

  @Test
  void passes_barriers_addOneEach() {
    assertThat(ApplySteps.passes(StepList.of(specs("lowercase")), EN_DE)).isEqualTo(1);
    assertThat(ApplySteps.passes(StepList.of(specs("deduplicate", "empty", "deduplicate")), EN_DE))
        .isEqualTo(3);
  }

  private Table table(List<List<String>> shards) throws IOException {
    return bench.table("input", EN_DE, shards);
  }

  private static List<Spec> specs(String... steps) {
    return Workbench.specs(steps);
  }

  private Manifest run(String name, Table input, String... steps) throws IOException {
    return run(name, input, "groupByKey", 2, steps);
  }

  private Manifest run(String name, Table input, String exchange, int parallelism, String... steps)
      throws IOException {
    return bench.runSteps(name, input, exchange, parallelism, steps);
  }
}

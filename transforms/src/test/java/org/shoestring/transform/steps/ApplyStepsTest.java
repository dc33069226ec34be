package org.shoestring.transform.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Spec;
import org.shoestring.step.ReverseWords;
import org.shoestring.step.StepException;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

class ApplyStepsTest {
  private static final Columns EN_DE = Columns.of("en", "de");

  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

  @Test
  void applySteps_changesAndRejections_keepOrderAndCuts() throws IOException {
    Table input =
        table(
            List.of(
                List.of("A  b\tX", "same\tsame", "c\t d ", "\te"),
                List.of(),
                List.of("one two three\tu"),
                List.of("E\tF")));

    Manifest manifest =
        run("out", input, 2, "normalize-whitespace", "empty", "length:max=2", "identical");

    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("A b\tX", "c\td", "E\tF");
    assertThat(manifest.shards(TableName.MAIN))
        .extracting(Shard::lines)
        .containsExactly(2L, 0L, 0L, 1L);
    assertThat(manifest.reasons()).isEqualTo(Map.of("empty", 1L, "identical", 1L, "length", 1L));
  }

  @Test
  void applySteps_rejected_keepReasonDetailPlaceAndTheLineAsItWas() throws IOException {
    Table input =
        table(
            List.of(
                List.of("a\tb", "  same\tsame"), List.of(), List.of("x\ty", "\tz", "1  2 3\tz")));

    Manifest manifest =
        run("out", input, 2, "normalize-whitespace", "empty", "length:max=2", "identical");

    assertThat(manifest.tables().get(TableName.REJECTED))
        .isEqualTo(Columns.of("reason", "detail", "source", "line", "en", "de"));
    assertThat(bench.lines("out", TableName.REJECTED))
        .containsExactly(
            "identical\t\t0\t2\t  same\tsame",
            "empty\ten\t2\t2\t\tz",
            "length\ten over 2\t2\t3\t1  2 3\tz");
    assertThat(manifest.shards(TableName.REJECTED)).hasSize(2);
  }

  @Test
  void applySteps_columnsNamedAsThoseOfRejects_areRenamedThere() throws IOException {
    Table input = bench.table("input", Columns.of("line", "de"), List.of(List.of("a\ta")));

    Manifest manifest = run("out", input, 1, "identical");

    assertThat(manifest.tables().get(TableName.REJECTED))
        .isEqualTo(Columns.of("reason", "detail", "source", "line", "field_line", "de"));
  }

  @Test
  void applySteps_select_changesTheColumns() throws IOException {
    Manifest manifest = run("out", table(List.of(List.of("a\tb"))), 1, "select:de");

    assertThat(manifest.tables().get(TableName.MAIN)).isEqualTo(Columns.of("de"));
    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("b");
  }

  @Test
  void applySteps_oneOrFourWorkers_makeTheSameBytes() throws IOException {
    Table input = table(shards(12, 500));

    Manifest one = run("one", input, 1, "normalize-whitespace", "length:max=7", "lowercase");
    Manifest four = run("four", input, 4, "normalize-whitespace", "length:max=7", "lowercase");

    assertThat(four.digest(TableName.MAIN)).isEqualTo(one.digest(TableName.MAIN));
    assertThat(four.digest(TableName.REJECTED)).isEqualTo(one.digest(TableName.REJECTED));
    assertThat(four.lines(TableName.REJECTED)).isPositive();
  }

  @Test
  void applySteps_emptyTable_makesAnEmptyTable() throws IOException {
    Manifest manifest = run("out", table(List.of()), 2, "lowercase");

    assertThat(manifest.shards()).isEmpty();
  }

  @Test
  void applySteps_unitWithARecord_isNotDoneAgain() throws IOException {
    Table input = table(List.of(List.of("a\tb"), List.of("c\td")));
    Output output = bench.output("out");
    try (ShardWriter other = output.newShard(TableName.MAIN, 0, 0)) {
      other.write(TsvRow.of("of another", "worker"));
      UnitRecord record = new UnitRecord(List.of(other.finish()), Map.of("why", 3L), List.of());
      output.records().finish(UnitRecords.name(0), record);
    }

    Manifest manifest = run("out", input, 2, "lowercase");

    assertThat(bench.lines("out", TableName.MAIN)).containsExactly("of another\tworker", "c\td");
    assertThat(manifest.reasons()).isEqualTo(Map.of("why", 3L));
  }

  @Test
  void applySteps_interrupted_doesOnlyWhatIsMissing() throws IOException {
    Table input = table(shards(5, 20));
    Manifest whole = run("out", input, 2, "length:max=7");

    bench.delete("out", "_manifest.tsv", "_parts/00003");
    Files.delete(Path.of(input.folder(), input.shards().get(1).object()));

    Manifest resumed = run("out", input, 2, "length:max=7");
    assertThat(resumed.digest(TableName.MAIN)).isEqualTo(whole.digest(TableName.MAIN));
    assertThat(resumed.digest(TableName.REJECTED)).isEqualTo(whole.digest(TableName.REJECTED));
  }

  @Test
  void applySteps_missingShard_namesIt() throws IOException {
    Table input = table(shards(2, 20));
    Path shard = Path.of(input.folder(), input.shards().get(1).object());
    Files.delete(shard);

    assertThatThrownBy(() -> run("out", input, 2, "lowercase"))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(shard + ": the shard is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "deduplicate"})
  void applySteps_stepThatFails_namesShardLineAndStep(String other) throws IOException {
    Table input =
        table(List.of(List.of("a\tb"), List.of("c\td", ReverseWords.UNSPEAKABLE + "\tf")));
    String shard = input.folder() + "/" + input.shards().get(1).object();

    assertThatThrownBy(() -> run("out", input, 2, "reverse-words", other))
        .isInstanceOf(StepException.class)
        .hasMessage(shard + ":2: step 'reverse-words': no word for it");
  }

  private Table table(List<List<String>> shards) throws IOException {
    return bench.table("input", EN_DE, shards);
  }

  private static List<List<String>> shards(int count, int lines) {
    return IntStream.range(0, count)
        .mapToObj(
            shard ->
                IntStream.range(0, lines)
                    .mapToObj(i -> "Word ".repeat(i * shard % 10) + i + "\tWort  " + shard)
                    .toList())
        .toList();
  }

  private Manifest run(String name, Table input, int parallelism, String... steps)
      throws IOException {
    List<Spec> specs = Stream.of(steps).map(step -> Spec.parse("test", step)).toList();
    Columns kept = ApplySteps.planned(specs, input.columns()).output();
    return bench.run(
        name,
        ApplySteps.tables(input.columns(), kept),
        input.shards().size(),
        parallelism,
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(input))
                .apply("Steps", ApplySteps.of(specs, input, output)));
  }
}

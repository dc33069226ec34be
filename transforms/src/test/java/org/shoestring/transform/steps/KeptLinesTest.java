package org.shoestring.transform.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.Spec;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;

/** Kept and rejected lines, and the lines of the input that they were. */
class KeptLinesTest {
  private static final Columns COLUMNS = Columns.of("text");

  private final Workbench bench;

  KeptLinesTest(@TempDir Path folder) {
    this.bench = new Workbench(folder);
  }

  private KeptLines clean(Table input, String... steps) throws IOException {
    List<Spec> specs = Stream.of(steps).map(step -> Spec.parse("test", step)).toList();
    bench.run(
        "out",
        ApplySteps.tables(COLUMNS, COLUMNS),
        input.shards().size(),
        (pipeline, output) ->
            pipeline
                .apply("ReadShards", ReadShards.of(input))
                .apply("ApplySteps", ApplySteps.of(specs, input, output)));
    return new KeptLines(input, table(TableName.MAIN), table(TableName.REJECTED));
  }

  private Table table(String name) throws IOException {
    return Table.in(Stores.withoutOptions(), bench.output("out").folder(), name);
  }

  private void assertSameLines(Table input, KeptLines lines, int stride) throws IOException {
    List<String> before = Workbench.lines(input);
    List<String> kept = bench.lines("out", TableName.MAIN);
    for (int line = 0; line < kept.size(); line += stride) {
      assertThat(before.get((int) lines.ofKept(line))).isEqualTo(kept.get(line));
    }
    List<String> rejected = bench.lines("out", TableName.REJECTED);
    for (int line = 0; line < rejected.size(); line += stride) {
      assertThat(before.get((int) lines.ofRejected(line)))
          .isEqualTo(rejected.get(line).split("\t", 5)[4]);
    }
  }

  @Test
  void ofKept_anyPatternOfRejects_isTheLineItWas() throws IOException {
    Table input =
        bench.table(
            "in",
            COLUMNS,
            List.of(
                List.of("", "", "a", "", "b", "c", "", ""),
                List.of(),
                List.of("d", "e"),
                List.of("", ""),
                List.of("f", "", "g"),
                List.of("", "h")));

    KeptLines lines = clean(input, "empty");

    assertThat(bench.lines("out", TableName.MAIN))
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
    assertThat(numbers(lines, 8)).containsExactly(2L, 4L, 5L, 8L, 9L, 12L, 14L, 16L);
    assertThat(lines.ofRejected(0)).isZero();
    assertThat(lines.ofRejected(5)).isEqualTo(10);
  }

  private static List<Long> numbers(KeptLines lines, int count) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (int line = 0; line < count; line++) {
      numbers.add(lines.ofKept(line));
    }
    return numbers;
  }

  /** So many rejects that they fill several members; runs of them lie across their cuts. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 20_000})
  void ofKept_manyRejects_entersThemAtAnyMember(int run) throws IOException {
    String rest = "x".repeat(120);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      lines.add((i / run % 2 == 0 ? "" : "two words ") + i + rest);
    }
    Table input = bench.table("in", COLUMNS, List.of(List.of("first"), lines));

    KeptLines found = clean(input, "length:max=1");

    assertThat(table(TableName.REJECTED).shards().get(0).members().size()).isGreaterThan(2);
    assertSameLines(input, found, 997);
    long last = table(TableName.MAIN).lines() - 1;
    assertThat(Workbench.lines(input).get((int) found.ofKept(last)))
        .isEqualTo(bench.lines("out", TableName.MAIN).get((int) last));
  }

  @Test
  void ofKept_nothingRejected_isTheSameNumber() throws IOException {
    Table input = bench.table("in", COLUMNS, List.of(List.of("a"), List.of("b", "c")));

    KeptLines lines = clean(input, "empty");

    assertThat(numbers(lines, 3)).containsExactly(0L, 1L, 2L);
    Manifest manifest = bench.output("out").manifest().orElseThrow();
    assertThat(manifest.shards(TableName.REJECTED)).isEmpty();
  }
}

package org.shoestring.transform.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.transform.importing.Imports.EN_DE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.Workbench;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.importing.Imports;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.worker.Progress;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;

/** Which shards are units of work: an import's, in one pipeline with it and from its table. */
class UnitFnTest {
  private static final List<Spec> STEPS = List.of(Spec.parse("test", "lowercase"));

  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

  @Test
  void unit_importsOfOnePieceInTheSamePipeline_areUnits() throws IOException {
    Manifest manifest = importAndSteps(ImportTable.SHARD_BYTES, "A\tB\nC\tD\n");

    assertThat(bench.lines("steps", TableName.MAIN))
        .containsExactly("a\tb", "c\td", "a\tb", "c\td");
    assertThat(manifest.shards(TableName.MAIN)).hasSize(2);
  }

  @Test
  void unit_laterPieceOfAnImportInTheSamePipeline_isRefused() {
    assertThatThrownBy(() -> importAndSteps(4, "A\tB\nC\tD\n"))
        .rootCause()
        .isInstanceOf(UsageException.class)
        .hasMessageMatching(
            ".*/part-0000[01]-00001-.*: piece 1 of unit [01] is not committed, and would be taken"
                + " for another piece of it; commit the import in a pipeline of its own"
                + " \\(CommitOutput\\), then read its table \\(ReadShards\\)");
    assertThatThrownBy(() -> bench.lines("steps", TableName.MAIN))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void unit_piecesOfACommittedImport_areUnits() throws IOException {
    Table table = imported("A\tB\nC\tD\nE\tF\n", TableName.MAIN);

    steps(table);

    assertThat(table.shards()).hasSize(3);
    assertThat(bench.lines("steps", TableName.MAIN)).containsExactly("a\tb", "c\td", "e\tf");
  }

  @Test
  void unit_committedRejectsOfALaterPiece_areUnits() throws IOException {
    Table table = imported("A\tB\nBAD\nC\tD\nWORSE\n", TableName.REJECTED);

    steps(table);

    assertThat(table.shards().get(0).name()).startsWith("part-00000-00001-");
    assertThat(bench.lines("steps", TableName.MAIN))
        .containsExactly("columns\t\t0\t2\tbad", "columns\t\t0\t4\tworse");
  }

  @Test
  void setUp_outputWasStopped_asksStoresForNothing() throws Exception {
    Output output = bench.output("stopped");
    StopSignal stop = new StopSignal();
    stop.stop(new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, "stopped by a test"));
    List<String> done = new ArrayList<>();
    UnitFn worker =
        new UnitFn(output) {
          private static final long serialVersionUID = 1;

          @Override
          protected void prepare() {
            done.add("prepared");
          }

          @Override
          protected UnitRecord work(Shard input, int unit, Progress progress) {
            throw new IllegalStateException("not asked for");
          }
        };

    try (StopSignal.Registration registered = OutputWork.until(stop, output)) {
      assertThatThrownBy(worker::setUp).isInstanceOf(StoppedException.class);
    }
    assertThat(done).isEmpty();
    worker.setUp();
    assertThat(done).containsExactly("prepared");
  }

  /** Imports a text twice, and goes on without a commit. */
  private Manifest importAndSteps(long shardBytes, String text) throws IOException {
    List<ImportUnit> units = List.of(unit(0, text), unit(1, text));
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, shardBytes, 0);
    ImportTable imported = ImportTable.of(units, settings, bench.output("import"));
    Table alike = bench.table("alike", EN_DE, List.of());
    return bench.run(
        "steps",
        ApplySteps.tables(EN_DE, EN_DE),
        2,
        (pipeline, output) ->
            pipeline
                .apply("Import", imported)
                .apply("Steps", ApplySteps.of(STEPS, RowFormat.of(alike), output)));
  }

  private Table imported(String text, String table) throws IOException {
    Imports imports = new Imports(bench);
    imports.units(List.of(unit(0, text)), new ImportTable.Settings(EN_DE, 4, 2));
    return Table.in(Stores.withoutOptions(), imports.output().folder(), table);
  }

  private void steps(Table table) throws IOException {
    bench.run(
        "steps",
        ApplySteps.tables(table.columns(), table.columns()),
        table.shards().size(),
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(table))
                .apply("Steps", ApplySteps.of(STEPS, table, output)));
  }

  private ImportUnit unit(int number, String text) throws IOException {
    return Imports.unit(number, bench.file(number + ".tsv", text));
  }
}

package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.Splits;
import org.shoestring.spec.Spec;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.TestStores;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.importing.Imports;
import org.shoestring.transform.piping.PipeLines;
import org.shoestring.transform.scoring.ScoreTable;
import org.shoestring.transform.shuffling.ShuffleIntoShards;
import org.shoestring.transform.splitting.SplitTable;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.ShellCommand;

/** How often the records of units are read, by each transform whose units leave some. */
@Tag("long")
class RecordReadsTest {
  private static final int SHARDS = 5;
  private static final Columns COLUMNS = Columns.of("x", "y");
  private static final List<Spec> METRICS = List.of(Spec.parse("test", "exact-match"));

  private Workbench bench;
  private Table table;
  private final Records store = new Records();
  private final Output output =
      Output.in(TestStores.with("memory", store), "memory", "test", Codec.GZIP, 1);

  /** A store that notes which records were opened, also those that are not there. */
  private static final class Records extends MemoryStore {
    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());

    @Override
    public InputStream openAt(String name, long offset) throws IOException {
      if (name.contains("/_parts/")) {
        opened.add(name.substring(name.indexOf("/_parts/") + 1));
      }
      return super.openAt(name, offset);
    }

    List<String> stored() {
      return list("outputs/").stream()
          .map(StoredObject::name)
          .filter(name -> name.contains("/_parts/"))
          .map(name -> name.substring(name.indexOf("/_parts/") + 1))
          .toList();
    }
  }

  @BeforeEach
  void makeTable(@TempDir Path folder) throws IOException {
    bench = new Workbench(folder);
    List<List<String>> shards = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      int unit = shard;
      shards.add(IntStream.range(0, 20).mapToObj(line -> unit + "\t" + line % 7).toList());
    }
    table = bench.table("table", COLUMNS, shards);
  }

  private enum Work {
    IMPORT,
    STEPS,
    STEPS_WITH_BARRIER,
    SPLIT,
    SHUFFLE,
    PIPE,
    SCORE
  }

  private Commit commit(Map<String, Columns> tables, int units) {
    return Commit.of(output, new Recipe("test", List.of(), List.of()), tables, units);
  }

  private void run(Work work) throws IOException {
    switch (work) {
      case IMPORT -> {
        List<ImportUnit> units = new ArrayList<>();
        for (int unit = 0; unit < SHARDS; unit++) {
          units.add(Imports.unit(unit, bench.file(unit + ".tsv", "a\tb\nc\td\n")));
        }
        ImportTable.Settings settings = new ImportTable.Settings(COLUMNS, 4, 0);
        run(
            p -> p.apply("Work", ImportTable.of(units, settings, output)),
            commit(ImportTable.tables(COLUMNS), SHARDS));
      }
      case STEPS -> steps("lowercase");
      case STEPS_WITH_BARRIER -> steps("deduplicate");
      case SPLIT -> {
        Split split =
            new Split(Split.By.POSITION, List.of(), Splits.parts("a=rest,b=7"), Seed.of(1));
        run(
            SplitTable.of(table, split, output),
            commit(SplitTable.tables(split, COLUMNS), SplitTable.units(split, SHARDS)));
      }
      case SHUFFLE ->
          run(
              ShuffleIntoShards.of(table, ShardSize.shards("test", 4), Seed.of(1), output),
              commit(Map.of(TableName.MAIN, COLUMNS), 4));
      case PIPE -> {
        PipeLines.Program cat =
            new PipeLines.Program(ShellCommand.of("cat", "."), false, 0, Columns.of("x"));
        run(
            PipeLines.of(cat, table, new int[] {0}, output),
            commit(Map.of(TableName.MAIN, Columns.of("x")), SHARDS));
      }
      case SCORE -> {
        ScoreTable.Text text = new ScoreTable.Text(table, 0);
        run(
            ScoreTable.of(METRICS, text, List.of(text), output),
            commit(ScoreTable.tables(METRICS), SHARDS).with(ScoreTable.SCORES_RECORD));
      }
      default -> throw new IllegalArgumentException(work.toString());
    }
  }

  private void steps(String step) {
    run(
        ApplySteps.of(Workbench.specs(step), table, output),
        commit(ApplySteps.tables(COLUMNS, COLUMNS), SHARDS));
  }

  private void run(
      PTransform<PCollection<? extends Shard>, PCollection<WrittenShard>> transform,
      Commit commit) {
    run(pipeline -> pipeline.apply("Read", ReadShards.of(table)).apply("Work", transform), commit);
  }

  private interface Wiring {
    PCollection<WrittenShard> add(Pipeline pipeline);
  }

  private static void run(Wiring wiring, Commit commit) {
    Workbench.run(2, pipeline -> wiring.add(pipeline).apply("Commit", CommitOutput.of(commit)));
  }

  /** Which records the work looks for although it cannot have left them. */
  private static List<String> lookedFor(Work work) {
    return switch (work) {
      case SCORE -> List.of("_parts/scores.tsv");
      case SPLIT -> List.of("_parts/00005.tsv");
      case SHUFFLE -> IntStream.range(0, 4).mapToObj(i -> "_parts/0000" + i + ".tsv").toList();
      default -> List.of();
    };
  }

  @ParameterizedTest
  @EnumSource(Work.class)
  void run_fresh_readsNoRecord(Work work) throws IOException {
    run(work);

    assertThat(output.manifest()).isPresent();
    assertThat(store.opened).containsExactlyInAnyOrderElementsOf(lookedFor(work));
  }

  @ParameterizedTest
  @EnumSource(Work.class)
  void run_allUnitsFinishedBefore_readsEachRecordOnce(Work work) throws IOException {
    run(work);
    String manifest = output.manifest().orElseThrow().text();
    store.delete("outputs/test/_manifest.tsv");
    store.opened.clear();

    run(work);

    assertThat(store.opened)
        .containsExactlyInAnyOrderElementsOf(withNeighbours(work, store.stored()));
    assertThat(output.manifest().orElseThrow().text()).isEqualTo(manifest);
  }

  /** What is looked for alone is also a neighbour of others, but in a shuffle. */
  private static List<String> withNeighbours(Work work, List<String> records) {
    return work == Work.SHUFFLE
        ? records
        : Stream.concat(records.stream(), lookedFor(work).stream()).toList();
  }

  @ParameterizedTest
  @EnumSource(Work.class)
  void run_oneUnitUnfinished_readsTheOtherRecordsOnly(Work work) throws IOException {
    run(work);
    String manifest = output.manifest().orElseThrow().text();
    store.delete("outputs/test/_manifest.tsv");
    String last = store.stored().get(store.stored().size() - 1);
    store.delete("outputs/test/" + last);
    List<String> left = store.stored();
    store.opened.clear();

    run(work);

    assertThat(store.opened).containsAll(left);
    assertThat(output.manifest().orElseThrow().text()).isEqualTo(manifest);
  }
}

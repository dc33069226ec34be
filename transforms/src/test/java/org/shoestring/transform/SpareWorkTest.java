package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.SourceTestUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.scoring.ScoreTable;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.transform.unit.SpareOptions;
import org.shoestring.transform.unit.SpareUnits;
import org.shoestring.transform.unit.SpareWork;
import org.shoestring.tsv.Columns;

/** Units that workers without units of their own do. */
@Timeout(60)
class SpareWorkTest {
  private static final Columns EN = Columns.of("en");
  private static final List<Integer> DONE = Collections.synchronizedList(new ArrayList<>());

  private Workbench bench;
  private Table input;
  private PipelineOptions options;

  @BeforeEach
  void makeInput(@TempDir Path folder) throws IOException {
    DONE.clear();
    bench = new Workbench(folder);
    input =
        bench.table("input", EN, IntStream.range(0, 5).mapToObj(i -> List.of("A" + i)).toList());
    options = PipelineOptionsFactory.create();
    SpareOptions.of(options).setSpareWorkers(1);
    SpareOptions.of(options).setSlowUnitMillis(1L);
  }

  /** Leaves an empty record; fails at one unit. */
  private record Noting(Output output, int failing) implements SpareWork<Shard> {
    @Override
    public boolean isFinished(Shard shard, Set<String> records) {
      return records.contains(UnitRecords.name(shard.inputNumber()));
    }

    @Override
    public void run(Shard shard, PipelineOptions options) throws Exception {
      if (shard.inputNumber() == failing) {
        throw new IOException("disk full");
      }
      DONE.add(shard.inputNumber());
      finish(output, shard.inputNumber());
    }
  }

  private static void finish(Output output, int unit) throws IOException {
    UnitRecord unused =
        output
            .records()
            .finish(UnitRecords.name(unit), new UnitRecord(List.of(), Map.of(), List.of()));
  }

  private SpareUnits<CommittedShard> spares(SpareWork<Shard> work) {
    return new SpareUnits<>(input::shards, work);
  }

  @Test
  void help_someUnitsWithoutRecord_areDone() throws Exception {
    Output output = bench.output("output");
    finish(output, 1);
    finish(output, 3);

    spares(new Noting(output, -1)).help(1, options);

    assertThat(DONE).containsExactlyInAnyOrder(0, 2, 4).startsWith(2);
  }

  @Test
  void help_workThatFails_isToldAndDoesNoHarm() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Warnings.to(told::add);

    spares(new Noting(bench.output("output"), 0)).help(0, options);

    assertThat(told).containsExactly("could not help a slow worker: disk full");
  }

  private List<? extends BoundedSource<CommittedShard>> split(int spareWorkers) throws Exception {
    SpareOptions.of(options).setSpareWorkers(spareWorkers);
    SpareUnits<CommittedShard> spares = spares(new Noting(bench.output("output"), -1));
    return WorkSource.source(input.shards(), ShardCoder.committed(), spares).split(1, options);
  }

  /** Flink hands out the last source first. */
  @Test
  void split_spareWorkers_standBeforeTheUnits() throws Exception {
    assertThat(split(0)).hasSize(5).noneMatch(SpareSource.class::isInstance);
    assertThat(split(9)).hasSize(10);
    List<? extends BoundedSource<CommittedShard>> sources = split(2);
    assertThat(sources.subList(0, 2)).hasOnlyElementsOfType(SpareSource.class);
    assertThat(sources.subList(2, 7)).hasOnlyElementsOfType(WorkSource.class);
  }

  @Test
  void read_spareSource_ofNoUnits_hasNoElement() throws Exception {
    Output output = bench.output("output");
    SpareUnits<CommittedShard> spares =
        new SpareUnits<>(List::<CommittedShard>of, new Noting(output, -1));

    assertThat(
            SourceTestUtils.readFromSource(
                SerializableUtils.clone(new SpareSource<>(spares, 0, ShardCoder.committed())),
                options))
        .isEmpty();
    assertThat(output.records().names()).isEmpty();
  }

  /** The records that spare workers leave are those of the ordinary work. */
  @Test
  void spare_steps_leaveTheSameTable() throws Exception {
    Output output = bench.output("steps");
    SpareWork<Shard> spare =
        ApplySteps.of(Workbench.specs("lowercase"), input, output).spare().orElseThrow();
    spares(spare).help(0, options);
    assertThat(output.records().names()).hasSize(5);

    String digest =
        bench.runSteps("steps", input, "groupByKey", 2, "lowercase").digest(TableName.MAIN);

    assertThat(bench.lines("steps", TableName.MAIN)).containsExactly("a0", "a1", "a2", "a3", "a4");
    assertThat(bench.runSteps("plain", input, "groupByKey", 2, "lowercase").digest(TableName.MAIN))
        .isEqualTo(digest);
  }

  @Test
  void spare_stepsThatLookAtAllLines_areNone() throws Exception {
    assertThat(ApplySteps.of(Workbench.specs("deduplicate"), input, bench.output("steps")).spare())
        .isEmpty();
  }

  @Test
  void spare_score_leavesARecordOfEachShard() throws Exception {
    Output output = bench.output("score");
    ScoreTable.Text text = new ScoreTable.Text(input, 0);
    SpareWork<Shard> spare =
        ScoreTable.of(Workbench.specs("exact-match"), text, List.of(text), output).spare();

    spares(spare).help(0, options);

    assertThat(output.records().names()).hasSize(5);
    assertThat(output.records().find(UnitRecords.name(4)).orElseThrow().shards()).hasSize(1);
  }
}

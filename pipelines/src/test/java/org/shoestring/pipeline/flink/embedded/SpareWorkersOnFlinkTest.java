package org.shoestring.pipeline.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.testing.TestTables;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.piping.FailurePolicy;
import org.shoestring.transform.piping.PipeLines;
import org.shoestring.transform.unit.SpareOptions;
import org.shoestring.transform.unit.UnitFn;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.Progress;
import org.shoestring.worker.ShellCommand;

/** Workers of Flink that have nothing else to do, while another one hangs. */
@Timeout(120)
class SpareWorkersOnFlinkTest {
  private static final Columns EN = Columns.of("en");
  private static final int SHARDS = 6;

  /** The units in the order in which their work began. */
  private static final List<Integer> BEGUN = Collections.synchronizedList(new ArrayList<>());

  private final Path folder;

  private final TestTables tables;

  SpareWorkersOnFlinkTest(@TempDir Path folder) {
    this.folder = folder;
    this.tables = TestTables.in(folder);
  }

  @BeforeEach
  void nothingHasBegun() {
    BEGUN.clear();
  }

  @AfterEach
  void stop() throws InterruptedException {
    EmbeddedFlink.stop();
  }

  /** Hangs in the unit that it begins first, until it is interrupted. */
  private static final class HangingFn extends UnitFn {
    private static final long serialVersionUID = 1;

    HangingFn(Output output) {
      super(output);
    }

    @Override
    protected UnitRecord work(Shard shard, int unit, Progress progress) throws Exception {
      boolean first;
      synchronized (BEGUN) {
        first = BEGUN.isEmpty();
        BEGUN.add(unit);
      }
      if (first) {
        new CountDownLatch(1).await();
      }
      try (ShardWriter out = output().newShard(TableName.MAIN, unit, 0)) {
        out.write(TsvRow.of("unit " + unit));
        return new UnitRecord(List.of(out.finish()), Map.of(), List.of());
      }
    }
  }

  private Table input() throws IOException {
    return tables.table(
        "input", EN, IntStream.range(0, SHARDS).mapToObj(i -> List.of("line " + i)).toList());
  }

  private Pipeline pipeline() throws Exception {
    Pipeline pipeline =
        Pipeline.create(
            BeamSettings.of("flink-local", List.of(), 2)
                .spillingTo(folder.resolve("spill"))
                .options(SHARDS));
    SpareOptions spares = SpareOptions.of(pipeline.getOptions());
    spares.setSpareWorkers(1);
    spares.setSlowUnitMillis(200L);
    return pipeline;
  }

  @Test
  void run_unitThatHangs_isDoneByAWorkerThatHasNothingElseToDo() throws Exception {
    Table input = input();
    HangingFn work = new HangingFn(tables.output("output"));
    Pipeline pipeline = pipeline();
    pipeline
        .apply("Read", ReadShards.of(input).sparing(Optional.of(work.spare())))
        .apply("Work", ParDo.of(work))
        .apply("Commit", tables.commitOutput("output", Map.of(TableName.MAIN, EN), SHARDS));

    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(State.DONE);

    assertThat(tables.lines("output", TableName.MAIN))
        .containsExactlyElementsOf(
            IntStream.range(0, SHARDS).mapToObj(unit -> "unit " + unit).toList());
    assertThat(BEGUN).hasSize(SHARDS + 1).endsWith(BEGUN.get(0)); // Last: all were handed out.
    assertThat(BEGUN.subList(0, SHARDS)).doesNotHaveDuplicates();
  }

  private PipeLines.Program program(String command, boolean repeat) {
    return new PipeLines.Program(
        ShellCommand.of(command, folder.toString()),
        false,
        0,
        EN,
        new FailurePolicy(repeat, Duration.ZERO));
  }

  private List<String> pipe(PipeLines.Program program) throws Exception {
    Table input = input();
    PipeLines pipe = PipeLines.of(program, input, new int[] {0}, tables.output("output"));
    Pipeline pipeline = pipeline();
    pipeline
        .apply("Read", ReadShards.of(input).sparing(pipe.spare()))
        .apply("Pipe", pipe)
        .apply("Commit", tables.commitOutput("output", Map.of(TableName.MAIN, EN), SHARDS));
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(State.DONE);
    assertThat(tables.lines("output", TableName.MAIN))
        .containsExactlyElementsOf(
            IntStream.range(0, SHARDS).mapToObj(unit -> "line " + unit).toList());
    return Files.readAllLines(folder.resolve("started"));
  }

  /** The first one takes until a second after all others have begun. */
  @Test
  void run_slowPipe_startsOneProgramAShard() throws Exception {
    String slow =
        "echo x >> started; if mkdir first 2> /dev/null; then while [ $(wc -l < started) -lt "
            + SHARDS
            + " ]; do sleep 0.1; done; sleep 1; fi; cat";

    assertThat(pipe(program(slow, false))).hasSize(SHARDS);
  }

  @Test
  void run_pipeThatHangsAndMayRepeat_isStartedAgain() throws Exception {
    String hanging = "echo x >> started; if mkdir first 2> /dev/null; then exec sleep 600; fi; cat";

    assertThat(pipe(program(hanging, true))).hasSize(SHARDS + 1);
  }
}

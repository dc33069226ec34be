package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.core.execution.JobClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.PreprocessPipeline;
import org.shoestring.pipeline.ShardPipeline;
import org.shoestring.pipeline.SplitPipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.shuffle.split.Parts;
import org.shoestring.shuffle.split.Share;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.spec.Spec;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.steps.StepList;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.StopSignal;

/**
 * Which work on shards shares a task with their source in Flink's plan: only that takes the next
 * shard when it has done one, and a slow shard holds up no other.
 */
class ChainedToSourceTest {
  private static final List<String> TASKS = new ArrayList<>();

  private final Path folder;
  private final Table table;

  ChainedToSourceTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: w
            stages:
              raw: {import: raw.tsv, columns: [text, label], shard-size: 8}
            """);
    bench.write("raw.tsv", "a\t1\nb\t2\nc\t3\nd\t4\ne\t5\nf\t6\n");
    this.table =
        Table.in(
            Stores.withoutOptions(),
            Bench.finished(bench.run(), "raw").output().folder(),
            TableName.MAIN);
  }

  @BeforeEach
  void nothingIsPlanned() {
    TASKS.clear();
  }

  @Test
  void shard_sendLines_isChained() {
    ShardSize size = ShardSize.shards("test", 2);
    assertChained("SendLines", ShardPipeline.work(table, size, Seed.of(1), Balance.LINES));
  }

  @Test
  void shard_countTokens_isChained() {
    ShardSize size = ShardSize.shards("test", 2);
    Balance tokens = Balance.of(Spec.parse("test", "tokens"));
    assertChained("CountTokens", ShardPipeline.work(table, size, Seed.of(1), tokens));
  }

  @Test
  void preprocess_steps_areChained() {
    assertChained(
        "StepsOverShard", PreprocessPipeline.work(table, StepList.of(specs("lowercase"))));
  }

  @Test
  void preprocess_barrier_isChained() {
    assertChained(
        "Barrier1/Map",
        PreprocessPipeline.work(
            table, StepList.of(specs("deduplicate", "lowercase", "deduplicate"))));
  }

  @Test
  void split_byPosition_isChained() {
    Parts parts =
        new Parts(
            "test",
            List.of(
                new Parts.Part("train", Share.parse("test", "rest")),
                new Parts.Part("dev", Share.parse("test", "2"))));
    Split split = new Split(By.POSITION, List.of(), parts, Seed.of(1));
    assertChained("SplitShard", SplitPipeline.work(table, split));
  }

  private static List<Spec> specs(String... steps) {
    return Stream.of(steps).map(step -> Spec.parse("test", step)).toList();
  }

  private void assertChained(String step, StageWork work) {
    Output output =
        Output.in(
            Stores.withoutOptions(), folder.resolve("w").toString(), "planned", Codec.GZIP, 1);
    assertThatThrownBy(() -> work.run(output, this::options, new StopSignal()))
        .hasMessage(PlanOnly.DONE);
    assertThat(TASKS)
        .anySatisfy(task -> assertThat(task).contains("DataSource", "ReadShards").contains(step));
  }

  private PipelineOptions options(int units) {
    try {
      PipelineOptions options =
          BeamSettings.of("flink-local", List.of(), 2)
              .spillingTo(folder.resolve("spill"))
              .options(units);
      options.setRunner(PlanOnly.class);
      return options;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes Flink's plan of a pipeline, and does not run it. */
  public static final class PlanOnly extends PipelineRunner<PipelineResult> {
    private static final String DONE = "only planned";

    private final FlinkPipelineOptions options;

    private PlanOnly(FlinkPipelineOptions options) {
      this.options = options;
    }

    public static PlanOnly fromOptions(PipelineOptions options) {
      return new PlanOnly(options.as(FlinkPipelineOptions.class));
    }

    @Override
    public PipelineResult run(Pipeline pipeline) {
      options.setAttachedMode(false);
      options.setFlinkMaster(FlinkPipelineOptions.AUTO);
      try (Environment environment = new Environment()) {
        FlinkRunner.fromOptions(options).run(pipeline);
      }
      throw new IllegalStateException(DONE);
    }
  }

  /** Keeps the names of the tasks of a job, each with all that is chained in it. */
  @SuppressWarnings("deprecation") // As Beam's batch pipelines.
  private static final class Environment extends ExecutionEnvironment implements AutoCloseable {

    Environment() {
      initializeContextEnvironment(() -> this);
    }

    @Override
    public @Nullable JobClient executeAsync(String name) throws Exception {
      PipelineExecutorUtils.getJobGraph(
              createProgramPlan(name), getConfiguration(), getUserCodeClassLoader())
          .getVertices()
          .forEach(vertex -> TASKS.add(vertex.getName()));
      return null;
    }

    @Override
    public void close() {
      resetContextEnvironment();
    }
  }
}

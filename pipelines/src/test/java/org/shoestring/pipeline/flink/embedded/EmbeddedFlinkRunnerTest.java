package org.shoestring.pipeline.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.spec.Spec;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.WorkSlots;

@Timeout(60)
class EmbeddedFlinkRunnerTest {
  private static final int RECORD_BYTES = 7 << 20;
  private static final int RECORDS = 3;

  private static CountDownLatch begun = new CountDownLatch(1);
  private static CountDownLatch stopped = new CountDownLatch(1);

  private final Path spill;

  EmbeddedFlinkRunnerTest(@TempDir Path spill) {
    this.spill = spill;
  }

  @BeforeEach
  void nothingHasHappened() {
    begun = new CountDownLatch(1);
    stopped = new CountDownLatch(1);
  }

  @AfterEach
  void stop() throws InterruptedException {
    EmbeddedFlink.stop();
  }

  private Pipeline pipeline(int slots) throws Exception {
    return Pipeline.create(
        BeamSettings.of("flink-local", List.of(), slots).spillingTo(spill).options(slots));
  }

  /** A record of 7 MiB for each number. */
  private static final class LargeFn extends DoFn<Integer, KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Integer key, OutputReceiver<KV<Integer, byte[]>> out) {
      out.output(KV.of(key % 2, new byte[RECORD_BYTES]));
    }
  }

  private static final class MeasureFn extends DoFn<KV<Integer, Iterable<byte[]>>, Integer> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<byte[]>> group, OutputReceiver<Integer> out) {
      for (byte[] record : group.getValue()) {
        assertThat(record).hasSize(RECORD_BYTES);
      }
      out.output(group.getKey());
    }
  }

  @Test
  void run_recordsOfTheLongestLine_passAGroupByKey() throws Exception {
    Pipeline pipeline = pipeline(2);
    pipeline
        .apply(Create.of(1, 2, RECORDS))
        .apply("MakeLarge", ParDo.of(new LargeFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
        .apply(GroupByKey.create())
        .apply("Measure", ParDo.of(new MeasureFn()))
        .apply("Count", Count.globally());
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(State.DONE);
  }

  /** Flink hands an element to the next transform where it is emitted. */
  @Test
  void run_transformsThatTakeSlotsInOnePipeline_waitForNone() throws Exception {
    Path raw = Files.writeString(spill.resolve("raw.tsv"), "A\nb\n");
    Stores stores = Stores.withoutOptions();
    Workspace workspace =
        Workspace.open(stores, "test", spill.resolve("w").toString(), Codec.GZIP, 1).make();
    Columns columns = Columns.of("en");
    Output imported = workspace.output("import-1");
    Output lower = workspace.output("steps-1");
    Output again = workspace.output("steps-2");
    Pipeline pipeline = pipeline(1);
    pipeline
        .apply(
            "Import",
            ImportTable.of(
                List.of(new ImportUnit(0, List.of(raw.toString()))),
                new ImportTable.Settings(columns, ImportTable.SHARD_BYTES, 0),
                imported))
        .apply(
            "Steps",
            ApplySteps.of(
                List.of(Spec.parse("test", "lowercase")),
                new RowFormat(stores, Codec.GZIP, columns),
                lower))
        .apply(
            "StepsAgain",
            ApplySteps.of(
                List.of(Spec.parse("test", "length")),
                new RowFormat(stores, Codec.GZIP, columns),
                again));
    WorkSlots.limit(1, Long.MAX_VALUE);
    try {
      assertThat(pipeline.run().waitUntilFinish()).isEqualTo(State.DONE);
    } finally {
      WorkSlots.limit(Integer.MAX_VALUE, Long.MAX_VALUE);
    }
    assertThat(again.records().find("00000").orElseThrow().kept())
        .extracting(Shard::lines)
        .containsExactly(2L);
  }

  private static final class SleepFn extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process() throws InterruptedException {
      begun.countDown();
      try {
        Thread.sleep(60_000);
      } finally {
        stopped.countDown();
      }
    }
  }

  @Test
  void cancel_jobAtWork_stopsItAndFreesItsSlots() throws Exception {
    Pipeline pipeline = pipeline(1);
    pipeline.apply(Create.of(1)).apply(ParDo.of(new SleepFn()));
    PipelineResult running = pipeline.run();
    begun.await();
    assertThat(running.getState()).isEqualTo(State.RUNNING);

    running.cancel();

    stopped.await();
    Pipeline next = pipeline(1);
    next.apply(Create.of(1));
    assertThat(next.run().waitUntilFinish()).isEqualTo(State.DONE);
  }

  @Test
  void waitUntilFinish_interrupted_saysSo() throws Exception {
    Pipeline pipeline = pipeline(1);
    pipeline.apply(Create.of(1)).apply(ParDo.of(new SleepFn()));
    PipelineResult running = pipeline.run();
    begun.await();
    Thread.currentThread().interrupt();

    assertThatThrownBy(running::waitUntilFinish).hasCauseInstanceOf(InterruptedException.class);

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    running.cancel();
    assertThat(Thread.interrupted()).isTrue();
    stopped.await();
  }

  private static boolean waitsIn(Thread thread, String method) {
    return thread.getState() == Thread.State.WAITING
        && Stream.of(thread.getStackTrace())
            .anyMatch(
                at ->
                    at.getClassName().equals(EmbeddedFlink.class.getName())
                        && at.getMethodName().equals(method));
  }

  /** A run that waits until it is stopped. */
  private record Waiting(StopSignal stop, CompletableFuture<Throwable> end) {}

  /** Starts a run, and returns when it waits in a method of the cluster. */
  private Waiting waiting(int slots, String method) throws Exception {
    Pipeline pipeline = pipeline(slots);
    pipeline.apply(Create.of(1));
    Waiting waiting = new Waiting(new StopSignal(), new CompletableFuture<>());
    Thread thread =
        new Thread(
            () -> {
              try (StopSignal.Registration here = waiting.stop.enter()) {
                pipeline.run();
                waiting.end.complete(new AssertionError("it ran"));
              } catch (Exception e) {
                waiting.end.complete(e);
              }
            });
    thread.start();
    while (!waitsIn(thread, method)) {
      assertThat(thread.isAlive()).isTrue();
      Thread.sleep(10);
    }
    return waiting;
  }

  /** One waits for slots, one for the end of that cluster, one for the one that waits for that. */
  @Test
  void run_stoppedWhileItWaitsForOtherRuns_endsWhileTheyGoOn() throws Exception {
    Pipeline pipeline = pipeline(1);
    pipeline.apply(Create.of(1)).apply(ParDo.of(new SleepFn()));
    PipelineResult running = pipeline.run();
    begun.await();
    Waiting forSlots = waiting(1, "take");
    Waiting forTheClustersEnd = waiting(2, "stopCurrent");
    Waiting forTheLock = waiting(3, "with");

    for (Waiting waiting : List.of(forTheLock, forTheClustersEnd, forSlots)) {
      assertThat(waiting.end).isNotDone();
      waiting.stop.stop(new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, "SIGINT"));
      assertThat(waiting.end.get())
          .hasMessage("interrupted while it waited for slots")
          .hasCauseInstanceOf(InterruptedException.class);
    }

    assertThat(running.getState()).isEqualTo(State.RUNNING);
    running.cancel();
    stopped.await();
  }
}

package org.shoestring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.TestStores;
import org.shoestring.table.Output;
import org.shoestring.table.record.Recipe;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StopSignal.Cause;
import org.shoestring.worker.StopSignal.Reason;
import org.shoestring.worker.StoppedException;

@Timeout(60)
class BeamWorkTest {
  private static StopSignal stop = new StopSignal();

  /** A runner whose server goes away at the moment when the work is stopped. */
  static final class LostRunner extends PipelineRunner<PipelineResult> {
    public static LostRunner fromOptions(PipelineOptions options) {
      return new LostRunner();
    }

    @Override
    public PipelineResult run(Pipeline pipeline) {
      return new LostJob();
    }
  }

  private static final class LostJob implements PipelineResult {
    @Override
    public State getState() {
      return State.UNKNOWN;
    }

    @Override
    public State cancel() throws IOException {
      throw new IOException("no server to cancel it");
    }

    @Override
    public State waitUntilFinish(Duration duration) {
      return waitUntilFinish();
    }

    @Override
    public State waitUntilFinish() {
      stop.stop(new Reason(Cause.INTERRUPTED, "SIGINT"));
      throw new IllegalStateException("the server went away");
    }

    @Override
    public MetricResults metrics() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void run_stoppedAndItsJobCannotBeCancelled_waitsForItsThreads(@TempDir Path folder)
      throws Exception {
    stop = new StopSignal();
    Recipe recipe = new Recipe("made", List.of(), List.of());
    Output output = TestStores.output(folder, recipe);
    BeamWork work = new BeamWork(recipe, 1, 0, (pipeline, to) -> pipeline.apply(Create.of(1)));
    Thread runs = Thread.currentThread();
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> awaited = new CompletableFuture<>();
    new Thread(
            () -> {
              try (StopSignal.Registration unit = stop.enter()) {
                begun.countDown();
                while (!ended.get() && !(stop.isStopped() && isWaiting(runs))) {
                  Thread.onSpinWait();
                }
                awaited.complete(!ended.get());
              } catch (StoppedException e) {
                awaited.completeExceptionally(e);
              }
            })
        .start();
    begun.await();

    try {
      assertThatThrownBy(() -> work.run(output, units -> options(), stop))
          .isInstanceOf(StoppedException.class)
          .satisfies(
              e ->
                  assertThat(e.getSuppressed()[0])
                      .hasMessage("the server went away")
                      .hasSuppressedException(new IOException("no server to cancel it")));
    } finally {
      ended.set(true);
    }

    assertThat(awaited.get()).isTrue();
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static PipelineOptions options() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(LostRunner.class);
    return options;
  }
}

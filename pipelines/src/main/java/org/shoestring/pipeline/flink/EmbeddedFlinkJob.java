package org.shoestring.pipeline.flink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.joda.time.Duration;
import org.shoestring.pipeline.process.OutOfMemory;

/** A job at work on the embedded cluster. Waiting for it throws what made it fail. */
final class EmbeddedFlinkJob implements PipelineResult {
  private static final long PATIENCE_SECONDS = 4;

  private final PipelineResult detached;
  private final JobClient job;
  private final CompletableFuture<JobExecutionResult> end;

  /**
   * A job that was handed over.
   *
   * @param slots which it gives back when it has ended
   */
  EmbeddedFlinkJob(PipelineResult detached, JobClient job, EmbeddedFlink.Slots slots) {
    this.detached = detached;
    this.job = job;
    this.end = job.getJobExecutionResult().whenComplete((result, error) -> slots.close());
  }

  @Override
  public State getState() {
    return detached.getState();
  }

  /** Stops the job, also if the thread that asks for it was interrupted. */
  @Override
  public State cancel() {
    CompletableFuture<Boolean> ended = end.handle((result, error) -> true);
    boolean unused =
        CompletableFuture.allOf(job.cancel(), ended)
            .handle((both, error) -> true) // An error is that of a job which has ended before.
            .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
    return State.CANCELLED;
  }

  @Override
  public MetricResults metrics() {
    return detached.metrics();
  }

  @Override
  public State waitUntilFinish() {
    return waitUntilFinish(Duration.millis(Long.MAX_VALUE));
  }

  @Override
  public State waitUntilFinish(Duration duration) {
    try {
      end.get(duration.getMillis(), TimeUnit.MILLISECONDS);
      return State.DONE;
    } catch (TimeoutException e) {
      return getState();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      Shutdown.awaitIfBegun();
      Throwable failure = Failures.restored(e);
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof OutOfMemoryError outOfMemory) {
          OutOfMemory.halt(outOfMemory);
        }
      }
      throw new PipelineExecutionException(failure);
    }
  }
}

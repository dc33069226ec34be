package org.shoestring.pipeline.flink;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.joda.time.Duration;
import org.shoestring.pipeline.process.OutOfMemory;

/** A job at work on the embedded cluster. Waiting for it throws what made it fail. */
final class EmbeddedFlinkJob implements PipelineResult {
  private final PipelineResult detached;
  private final SubmittedJob job;
  private final OwnSettings own;

  EmbeddedFlinkJob(PipelineResult detached, SubmittedJob job, OwnSettings own) {
    this.detached = detached;
    this.job = job;
    this.own = own;
  }

  @Override
  public State getState() {
    return detached.getState();
  }

  /** Stops the job, also if the thread that asks for it was interrupted. */
  @Override
  public State cancel() {
    job.cancel();
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
      job.end().get(duration.getMillis(), TimeUnit.MILLISECONDS);
      return State.DONE;
    } catch (TimeoutException e) {
      return getState();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      JvmShutdown.awaitIfBegun();
      Throwable failure = FlinkErrors.restored(e);
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof OutOfMemoryError outOfMemory) {
          OutOfMemory.halt(outOfMemory);
        }
      }
      throw new PipelineExecutionException(own.blamed(failure));
    }
  }
}

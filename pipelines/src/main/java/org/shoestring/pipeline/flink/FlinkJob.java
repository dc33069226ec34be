package org.shoestring.pipeline.flink;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.joda.time.Duration;

/** A job at work on a cluster. Waiting for it throws what made it fail. */
public final class FlinkJob implements PipelineResult {
  private final PipelineResult detached;
  private final SubmittedJob job;
  private final UnaryOperator<Throwable> blame;
  private final String name;

  /**
   * A job.
   *
   * @param detached what Beam's runner knows of it
   * @param name for people
   * @param blame makes the error to be thrown of what Flink says
   */
  public FlinkJob(
      PipelineResult detached, SubmittedJob job, String name, UnaryOperator<Throwable> blame) {
    this.name = name;
    this.detached = detached;
    this.job = job;
    this.blame = blame;
  }

  @Override
  public String toString() {
    return name;
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
      return State.RUNNING; // Flink may say otherwise, but of its end the result tells more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      JvmShutdown.awaitIfBegun();
      throw new PipelineExecutionException(blame.apply(e));
    }
  }
}

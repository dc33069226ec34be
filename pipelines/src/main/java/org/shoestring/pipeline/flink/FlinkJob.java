package org.shoestring.pipeline.flink;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.flink.metrics.FlinkMetricContainer;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobExecutionResult;
import org.joda.time.Duration;

/** A job at work on a cluster. Waiting for it throws what made it fail. */
public final class FlinkJob implements PipelineResult {
  private final Supplier<MetricResults> metrics;
  private final SubmittedJob job;
  private final UnaryOperator<Throwable> blame;
  private final String name;

  /**
   * A job.
   *
   * @param metrics what Beam has counted of it so far
   * @param name for people
   * @param blame makes the error to be thrown of what Flink says
   */
  public FlinkJob(
      Supplier<MetricResults> metrics,
      SubmittedJob job,
      String name,
      UnaryOperator<Throwable> blame) {
    this.name = name;
    this.metrics = metrics;
    this.job = job;
    this.blame = blame;
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public State getState() {
    if (!job.end().isDone()) {
      return State.RUNNING;
    }
    return job.end().isCompletedExceptionally() ? State.FAILED : State.DONE;
  }

  /** Stops the job, also if the thread that asks for it was interrupted. */
  @Override
  public State cancel() {
    job.cancel();
    return State.CANCELLED;
  }

  /** What Beam has counted: of a job that has ended well, all of it. */
  @Override
  public MetricResults metrics() {
    CompletableFuture<JobExecutionResult> end = job.end();
    if (!end.isDone() || end.isCompletedExceptionally()) {
      return metrics.get(); // A cluster may say for some seconds what it had counted before.
    }
    return counted(end.join().getAllAccumulatorResults());
  }

  /** What Beam has counted, among the accumulators of a job. */
  public static MetricResults counted(Map<String, Object> accumulators) {
    Object counted = accumulators.get(FlinkMetricContainer.ACCUMULATOR_NAME);
    return MetricsContainerStepMap.asAttemptedOnlyMetricResults(
        counted instanceof MetricsContainerStepMap map ? map : new MetricsContainerStepMap());
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

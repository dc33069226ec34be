package org.shoestring.pipeline.flink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.shoestring.bytes.StopPatience;

/** A job that was handed to a cluster, which may accept or refuse it later. */
public final class SubmittedJob {
  private final CompletableFuture<JobClient> accepted;
  private final CompletableFuture<JobExecutionResult> end;

  /**
   * A job.
   *
   * @param accepted comes when the cluster has accepted it
   * @param target which it closes when it has ended, or was refused
   */
  SubmittedJob(CompletableFuture<JobClient> accepted, JobTarget target) {
    this(accepted, target::close);
  }

  private SubmittedJob(CompletableFuture<JobClient> accepted, Runnable atEnd) {
    this.accepted = accepted;
    this.end =
        accepted
            .thenCompose(JobClient::getJobExecutionResult)
            .whenComplete((result, error) -> atEnd.run());
  }

  /** One that a cluster has accepted before, from this process or another. */
  public static SubmittedJob accepted(JobClient job) {
    return new SubmittedJob(CompletableFuture.completedFuture(job), () -> {});
  }

  /** Waits until the cluster has accepted it. */
  public JobClient await() throws InterruptedException, ExecutionException {
    return accepted.get();
  }

  /** Comes when it has ended, or was refused. */
  public CompletableFuture<JobExecutionResult> end() {
    return end;
  }

  /**
   * Stops it as soon as it is accepted, also if the thread that asks for it was interrupted. It is
   * waited for as {@link StopPatience} says.
   */
  public void cancel() {
    CompletableFuture<Void> cancelled = accepted.thenCompose(JobClient::cancel);
    CompletableFuture<Boolean> ended = end.handle((result, error) -> true);
    boolean unused =
        CompletableFuture.allOf(cancelled, ended)
            .handle((both, error) -> true) // An error is that of a job which has ended before.
            .completeOnTimeout(false, StopPatience.WORK.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }
}

package org.shoestring.pipeline.flink.cluster;

import java.util.Optional;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobClient;
import org.shoestring.pipeline.flink.FlinkJob;
import org.shoestring.pipeline.flink.SubmittedJob;

/** A job that a cluster has, whoever has submitted it. */
record ClusterJob(RemoteCluster cluster, JobID id) {

  /** For people. */
  @Override
  public String toString() {
    return "job " + id + " of " + cluster;
  }

  /** The name of the worker whose failure it failed of, if it was one's. */
  Optional<String> failedWorker() throws InterruptedException {
    try (RemoteCluster now = cluster.again()) { // That of the submission is closed.
      return now.failedWorker(id);
    }
  }

  /** The job as its own submitter has it: what it counts, its end, and the way to cancel it. */
  FlinkJob followed(ClassLoader classes) {
    JobClient client = cluster.job(id, classes);
    return new FlinkJob(
        () -> counted(client),
        SubmittedJob.accepted(client),
        toString(),
        failure -> JobFailure.of(failure, this));
  }

  private MetricResults counted(JobClient client) {
    try {
      return FlinkJob.counted(cluster.answer(client.getAccumulators()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

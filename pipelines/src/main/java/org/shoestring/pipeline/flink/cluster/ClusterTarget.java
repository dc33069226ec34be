package org.shoestring.pipeline.flink.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.flink.JobTarget;

/** Sends one job to a cluster of other processes. */
public final class ClusterTarget implements JobTarget {
  private final RemoteCluster cluster;
  private final @Nullable JobWatch watch;
  private @Nullable ClusterJob job;

  /**
   * A target.
   *
   * @param watch told of the job's life; null for nobody
   */
  public ClusterTarget(RemoteCluster cluster, @Nullable JobWatch watch) {
    this.cluster = cluster;
    this.watch = watch;
  }

  @Override
  public CompletableFuture<JobClient> submit(JobGraph graph, ClassLoader classes) {
    job = new ClusterJob(cluster, graph.getJobID());
    if (watch != null) {
      graph.setJobStatusHooks(List.of(new WatchedJob(watch)));
    }
    return cluster.submit(graph, classes);
  }

  /** The job that was submitted. */
  ClusterJob job() {
    if (job == null) {
      throw new IllegalStateException("no job was submitted");
    }
    return job;
  }

  /** The job has clients of its own. */
  @Override
  public void close() {}
}

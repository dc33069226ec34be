package org.shoestring.pipeline.flink;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** Where one job goes: a cluster, with what of it is taken for the job. */
public interface JobTarget extends AutoCloseable {
  /**
   * Hands the job over.
   *
   * @param classes of the job's functions
   * @return comes when the cluster has accepted it
   */
  CompletableFuture<JobClient> submit(JobGraph graph, ClassLoader classes) throws Exception;

  /** Gives back what was taken: once, when the job has ended, was refused, or never came. */
  @Override
  void close();
}

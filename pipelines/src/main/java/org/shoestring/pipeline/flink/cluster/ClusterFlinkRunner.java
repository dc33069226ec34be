package org.shoestring.pipeline.flink.cluster;

import java.io.IOException;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsValidator;
import org.apache.flink.api.common.JobID;
import org.shoestring.pipeline.flink.BatchPipelines;
import org.shoestring.pipeline.flink.FlinkJob;
import org.shoestring.pipeline.flink.FlinkSession;
import org.shoestring.store.object.Warnings;
import org.shoestring.transform.unit.SpareOptions;

/**
 * Beam's Flink runner on a cluster of other processes that have the same program: {@code run} sends
 * the job alone, no jar, and returns when the cluster has accepted it.
 */
public final class ClusterFlinkRunner extends PipelineRunner<PipelineResult> {
  private final ClusterFlinkOptions options;

  private ClusterFlinkRunner(ClusterFlinkOptions options) {
    this.options = options;
  }

  /** A runner with these options. */
  public static ClusterFlinkRunner fromOptions(PipelineOptions options) {
    return new ClusterFlinkRunner(
        PipelineOptionsValidator.validate(ClusterFlinkOptions.class, options));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    BatchPipelines.check(options, "a Flink cluster", name -> name);
    if (!options.getFollowedJob().isEmpty()) {
      return followed();
    }
    try (RemoteCluster cluster = RemoteCluster.of(options)) {
      int slots = cluster.checkedSlots();
      tellWhatIsOdd(cluster, slots);
      options.setParallelism(
          options.getParallelism() < 1 ? slots : Math.min(options.getParallelism(), slots));
      options.as(SpareOptions.class).setSpareWorkers(options.getParallelism() - 1);
      options.setAttachedMode(false);
      options.setFlinkMaster(
          FlinkPipelineOptions.AUTO); // the environment of the thread, see FlinkSession
      ClusterTarget target = new ClusterTarget(cluster, options.getJobWatch());
      try (FlinkSession session = FlinkSession.on(target)) {
        PipelineResult detached = FlinkRunner.fromOptions(options).run(pipeline);
        return new FlinkJob(
            detached::metrics,
            session.handOver(),
            target.job().toString(),
            failure -> JobFailure.of(failure, target.job()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the job was submitted", e);
    }
  }

  /** What may make a job wait, or fail. */
  private void tellWhatIsOdd(RemoteCluster cluster, int slots) throws InterruptedException {
    if (cluster.isBusy()) {
      Warnings.tell(
          cluster
              + ": other jobs have all slots ("
              + slots
              + "); this one starts when one of them is free");
    }
    if (LoopbackStore.is(options.getStoreAddress())) {
      try {
        LoopbackStore.remark(options.getStoreAddress(), cluster.workers())
            .ifPresent(Warnings::tell);
      } catch (IOException e) {
        // Nobody here knows the names of the workers, which says nothing about the store.
      }
    }
  }

  /** The job of another run, which does what the pipeline would do. */
  private PipelineResult followed() {
    try (RemoteCluster cluster = RemoteCluster.of(options)) {
      return new ClusterJob(cluster, JobID.fromHexString(options.getFollowedJob()))
          .followed(Thread.currentThread().getContextClassLoader());
    }
  }
}

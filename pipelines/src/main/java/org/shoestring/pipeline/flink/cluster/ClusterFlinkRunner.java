package org.shoestring.pipeline.flink.cluster;

import java.util.Map;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsValidator;
import org.shoestring.pipeline.flink.BatchPipelines;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.flink.FlinkJob;
import org.shoestring.pipeline.flink.FlinkSession;
import org.shoestring.transform.unit.SpareOptions;

/**
 * Beam's Flink runner on a cluster of other processes that have the same program: {@code run} sends
 * the job alone, no jar, and returns when the cluster has accepted it.
 */
public final class ClusterFlinkRunner extends PipelineRunner<PipelineResult> {
  private static final int REST_PORT = 8081;

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
    try (RemoteCluster cluster = RemoteCluster.at(address(options.getFlinkMaster()), Map.of())) {
      int slots = cluster.checkedSlots();
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
            detached, session.handOver(), target.name(), failure -> JobFailure.of(failure, target));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the job was submitted", e);
    }
  }

  private static ClusterAddress address(String master) {
    return ClusterAddress.parse(
        "--flinkMaster",
        "HOST or HOST:PORT, where the JobManager's REST interface answers",
        master.replaceFirst("^https?://", "").replaceFirst("/$", ""),
        REST_PORT);
  }
}

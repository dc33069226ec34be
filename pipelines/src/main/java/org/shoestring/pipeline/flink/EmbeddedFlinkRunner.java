package org.shoestring.pipeline.flink;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsValidator;

/**
 * Beam's Flink runner on a cluster in this process that all pipelines share: started with the first
 * one, gone with the process. Pipelines wait, first come first served, until there are slots for
 * their whole parallelism; {@code run} returns when the job has been handed over.
 */
public final class EmbeddedFlinkRunner extends PipelineRunner<PipelineResult> {
  private final EmbeddedFlinkOptions options;

  private EmbeddedFlinkRunner(EmbeddedFlinkOptions options) {
    this.options = options;
  }

  /** A runner with these options. */
  public static EmbeddedFlinkRunner fromOptions(PipelineOptions options) {
    return new EmbeddedFlinkRunner(
        PipelineOptionsValidator.validate(EmbeddedFlinkOptions.class, options));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    int parallelism =
        options.getParallelism() < 1
            ? options.getSlots()
            : Math.min(options.getParallelism(), options.getSlots());
    options.setParallelism(parallelism);
    options.setAttachedMode(false);
    options.setFlinkMaster(FlinkPipelineOptions.AUTO); // the environment of the thread, see Session
    try {
      EmbeddedFlink.Slots slots = EmbeddedFlink.take(ClusterSettings.of(options), parallelism);
      try (Session session = Session.on(slots)) {
        PipelineResult detached = FlinkRunner.fromOptions(options).run(pipeline);
        return new EmbeddedFlinkJob(detached, session.handOver());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for slots", e);
    }
  }
}

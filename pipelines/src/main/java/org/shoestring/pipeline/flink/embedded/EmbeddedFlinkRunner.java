package org.shoestring.pipeline.flink.embedded;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsValidator;
import org.shoestring.pipeline.flink.BatchPipelines;
import org.shoestring.pipeline.flink.FlinkErrors;
import org.shoestring.pipeline.flink.FlinkJob;
import org.shoestring.pipeline.flink.FlinkSession;
import org.shoestring.pipeline.process.OutOfMemory;
import org.shoestring.spec.UsageException;

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
    OwnSettings own = OwnSettings.of(options);
    BatchPipelines.check(options, "the embedded Flink cluster", own::placed);
    EmbeddedSettings settings = EmbeddedSettings.of(options, own);
    int parallelism =
        options.getParallelism() < 1
            ? settings.slots()
            : Math.min(options.getParallelism(), settings.slots());
    options.setParallelism(parallelism);
    options.setAttachedMode(false);
    options.setFlinkMaster(
        FlinkPipelineOptions.AUTO); // the environment of the thread, see FlinkSession
    try {
      EmbeddedFlink.Slots slots = EmbeddedFlink.take(settings, parallelism);
      try (FlinkSession session = FlinkSession.on(slots)) {
        PipelineResult detached = FlinkRunner.fromOptions(options).run(pipeline);
        return new FlinkJob(
            detached::metrics,
            session.handOver(),
            "a job of the embedded Flink cluster",
            failure -> blamed(own, FlinkErrors.restored(failure)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for slots", e);
    } catch (RuntimeException e) {
      throw own.blamed(e) instanceof UsageException usage ? usage : e;
    }
  }

  /** Memory that an embedded cluster lacks is that of this process. */
  private static Throwable blamed(OwnSettings own, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError outOfMemory) {
        OutOfMemory.halt(outOfMemory);
      }
    }
    return own.blamed(failure);
  }
}

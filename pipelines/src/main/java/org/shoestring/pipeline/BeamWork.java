package org.shoestring.pipeline;

import java.io.IOException;
import java.util.function.IntFunction;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions.CheckEnabled;
import org.joda.time.Duration;
import org.shoestring.bytes.StopPatience;
import org.shoestring.pipeline.flink.cluster.ClusterFlinkOptions;
import org.shoestring.pipeline.flink.cluster.SubmittedJobs;
import org.shoestring.pipeline.options.WorkerOptions;
import org.shoestring.pipeline.process.FailureCause;
import org.shoestring.shuffle.block.Spill;
import org.shoestring.table.Output;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.ReportedProgress;
import org.shoestring.worker.Progress;
import org.shoestring.worker.StopSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of a stage that is a Beam pipeline.
 *
 * @param needsThisMachine whether it reads files of this machine that are not in a store
 * @param wiring adds the stage's transforms, the commit included, to a pipeline
 */
record BeamWork(
    Recipe recipe, int units, long inputBytes, int passes, boolean needsThisMachine, Wiring wiring)
    implements StageWork {
  private static final Logger LOG = LoggerFactory.getLogger(BeamWork.class);

  /** How often workers of other machines are asked how far they are. */
  private static final Duration LOOK = Duration.standardSeconds(2);

  /** Work that reads its input once. */
  BeamWork(Recipe recipe, int units, long inputBytes, Wiring wiring) {
    this(recipe, units, inputBytes, 1, wiring);
  }

  /** Work that can be done on any machine. */
  BeamWork(Recipe recipe, int units, long inputBytes, int passes, Wiring wiring) {
    this(recipe, units, inputBytes, passes, false, wiring);
  }

  /** The transforms of a stage. */
  interface Wiring {
    void add(Pipeline pipeline, Output output) throws Exception;
  }

  @Override
  public boolean run(Output output, IntFunction<PipelineOptions> options, StopSignal stop)
      throws Exception {
    PipelineOptions settings = options.apply(units);
    settings.setJobName(
        SubmittedJobs.name(output.name(), settings.as(ClusterFlinkOptions.class).getDetached()));
    settings.setStableUniqueNames(CheckEnabled.ERROR);
    settings.as(DirectOptions.class).setBlockOnRun(false); // What runs can be cancelled.
    Pipeline pipeline = Pipeline.create(settings);
    wiring.add(pipeline, output);
    try (StopSignal.Registration units = OutputWork.until(stop, output)) {
      return run(pipeline, output, stop, settings);
    } finally {
      Spill.remove(OutputBlocks.of(settings, output));
    }
  }

  private static boolean run(
      Pipeline pipeline, Output output, StopSignal stop, PipelineOptions settings)
      throws Exception {
    boolean isElsewhere = WorkerOptions.areElsewhere(settings);
    try {
      PipelineResult running = pipeline.run();
      if (isElsewhere && settings.as(ClusterFlinkOptions.class).getDetached()) {
        throw new HandedOverException(String.valueOf(running));
      }
      OutputWork shown = OutputWork.on(output); // It is held here, so that it is the one shown.
      while (!hasEnded(running, isElsewhere, stop)) {
        follow(running, shown.progress());
      }
      if (isElsewhere) {
        follow(running, shown.progress());
      }
      return true;
    } catch (RuntimeException e) {
      if (stop.isStopped()) {
        boolean unused =
            stop.awaitIdle(StopPatience.WORK); // They have files to close and to remove.
        stop.checkAfter(e);
      }
      Output.Located now = output.locate();
      if (!now.output().equals(output)) {
        throw new OutputRemovedException(output.folder(), e);
      }
      if (now.manifest().isPresent()) {
        return false; // Another process was faster, and what failed here does not matter.
      }
      throw FailureCause.known(e);
    }
  }

  /**
   * Whether the pipeline has ended; one that should stop is cancelled.
   *
   * @param isElsewhere whether it is waited for a while only
   */
  private static boolean hasEnded(PipelineResult running, boolean isElsewhere, StopSignal stop) {
    State now;
    try {
      now = isElsewhere ? running.waitUntilFinish(LOOK) : running.waitUntilFinish();
    } catch (RuntimeException e) {
      if (stop.isStopped() || Thread.currentThread().isInterrupted()) {
        cancel(running, e);
      }
      throw e;
    }
    if (now.isTerminal() && now != State.DONE) {
      throw new IllegalStateException("the Beam pipeline ended in the state " + now);
    }
    return now.isTerminal();
  }

  /** Shows how far workers of other machines are; that they do not answer, the wait tells. */
  private static void follow(PipelineResult running, Progress progress) {
    try {
      ReportedProgress.follow(running.metrics(), progress);
    } catch (RuntimeException e) {
      LOG.debug("the cluster does not say how far it is", e);
    }
  }

  /** What cannot be cancelled is left alone: its threads are interrupted all the same. */
  private static void cancel(PipelineResult running, RuntimeException stopped) {
    try {
      running.cancel();
    } catch (IOException | RuntimeException e) {
      stopped.addSuppressed(e);
    }
  }
}

package org.shoestring.pipeline;

import java.io.IOException;
import java.util.Locale;
import java.util.function.IntFunction;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions.CheckEnabled;
import org.shoestring.bytes.StopPatience;
import org.shoestring.pipeline.process.FailureCause;
import org.shoestring.shuffle.block.Spill;
import org.shoestring.table.Output;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.worker.StopSignal;

/**
 * The work of a stage that is a Beam pipeline.
 *
 * @param wiring adds the stage's transforms, the commit included, to a pipeline
 */
record BeamWork(Recipe recipe, int units, long inputBytes, int passes, Wiring wiring)
    implements StageWork {
  /** Work that reads its input once. */
  BeamWork(Recipe recipe, int units, long inputBytes, Wiring wiring) {
    this(recipe, units, inputBytes, 1, wiring);
  }

  /** The transforms of a stage. */
  interface Wiring {
    void add(Pipeline pipeline, Output output) throws Exception;
  }

  @Override
  public boolean run(Output output, IntFunction<PipelineOptions> options, StopSignal stop)
      throws Exception {
    PipelineOptions settings = options.apply(units);
    settings.setJobName(output.name().toLowerCase(Locale.ROOT));
    settings.setStableUniqueNames(CheckEnabled.ERROR);
    settings.as(DirectOptions.class).setBlockOnRun(false); // What runs can be cancelled.
    Pipeline pipeline = Pipeline.create(settings);
    wiring.add(pipeline, output);
    try (StopSignal.Registration units = OutputWork.until(stop, output)) {
      return run(pipeline, output, stop);
    } finally {
      Spill.remove(OutputBlocks.of(settings, output));
    }
  }

  private static boolean run(Pipeline pipeline, Output output, StopSignal stop) throws Exception {
    try {
      await(pipeline.run(), stop);
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

  private static void await(PipelineResult running, StopSignal stop) {
    State end;
    try {
      end = running.waitUntilFinish();
    } catch (RuntimeException e) {
      if (stop.isStopped() || Thread.currentThread().isInterrupted()) {
        cancel(running, e);
      }
      throw e;
    }
    if (end != State.DONE) {
      throw new IllegalStateException("the Beam pipeline ended in the state " + end);
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

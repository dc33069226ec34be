package org.shoestring.pipeline;

import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.table.Output;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;

/** The work of one stage whose inputs exist: what its output is made of, and how it is made. */
public interface StageWork {

  /** What the output is made of; its key decides whether there is anything to do. */
  Recipe recipe();

  /** How many units of work there are; 0 where the work is not cut into units. */
  int units();

  /** Stored bytes of input, for progress; 0 if they are not known. */
  long inputBytes();

  /** How many times it reads its input. */
  default int passes() {
    return 1;
  }

  /** Whether it reads files of this machine that are not in a store. */
  default boolean needsThisMachine() {
    return false;
  }

  /**
   * Does what is not done yet and makes the output exist. Other processes may do the same work at
   * the same time; it ends well in all of them.
   *
   * @param output the output of {@link #recipe}, in the folder that it has now
   * @param options new options for a Beam pipeline that works on so many units, for work that is
   *     one
   * @param stop comes when the work should end within seconds, with what is finished kept: the user
   *     ends the process, or another one has taken over the output
   * @return whether there was anything to do: false if another process made the output meanwhile
   * @throws OutputRemovedException if {@code gc} gave up the folder meanwhile: the work starts
   *     again in the next one
   */
  boolean run(Output output, IntFunction<PipelineOptions> options, StopSignal stop)
      throws Exception;

  /**
   * Runs in the current thread until it is done or should stop; it is interrupted then.
   *
   * @throws StoppedException if it was stopped, whatever failed because of that
   */
  default boolean runUntilStopped(
      Output output, IntFunction<PipelineOptions> options, StopSignal stop) throws Exception {
    try (StopSignal.Registration here = stop.enter()) {
      return run(output, options, stop);
    } catch (Exception e) {
      stop.checkAfter(e);
      throw e;
    }
  }
}

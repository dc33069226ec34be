package org.shoestring.experiment.plan;

import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.Stage;

/**
 * How a stage ended.
 *
 * @param finished null unless its output exists
 * @param error null unless it failed, or is not waited for: where it goes on then
 */
public record StageResult(
    Stage stage, End end, @Nullable FinishedOutput finished, @Nullable Exception error) {

  /** The ways to end. */
  public enum End {
    /** The output was there before. */
    CACHED,
    /** The output was made. */
    DONE,
    /** The work failed. */
    FAILED,
    /** The work was not begun, because something else failed. */
    SKIPPED,
    /** The work goes on elsewhere, and is not waited for. */
    SUBMITTED,
    /** The work was not begun, because it needs what is made elsewhere. */
    WAITING
  }
}

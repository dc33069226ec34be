package org.shoestring.experiment;

import org.jspecify.annotations.Nullable;

/**
 * How a stage ended.
 *
 * @param finished null unless its output exists
 * @param error null unless it failed
 */
public record StageResult(
    Stage stage, End end, @Nullable Finished finished, @Nullable Exception error) {

  /** The ways to end. */
  public enum End {
    /** The output was there before. */
    CACHED,
    /** The output was made. */
    DONE,
    /** The work failed. */
    FAILED,
    /** The work was not begun, because something else failed. */
    SKIPPED
  }
}

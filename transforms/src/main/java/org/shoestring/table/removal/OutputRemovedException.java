package org.shoestring.table.removal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An output's folder was given up by {@code gc} while somebody worked in it; the work starts again
 * in the folder of the next generation.
 */
public final class OutputRemovedException extends IOException {
  /** How often work is begun whose outputs are removed meanwhile. */
  public static final int MOST = 3;

  private static final long serialVersionUID = 1;

  /**
   * An error.
   *
   * @param cause what failed in the folder, if anything
   */
  public OutputRemovedException(String folder, @Nullable Exception cause) {
    super(folder + ": gc removed it while it was in use; run again to make it again", cause);
  }

  private OutputRemovedException(String message) {
    super(message);
  }

  /**
   * The error of work that was begun so often, and each time what it makes or reads was removed.
   *
   * @param what the work
   */
  public static OutputRemovedException tooOften(String what) {
    return new OutputRemovedException(
        what
            + ": gc removed what it makes or reads "
            + MOST
            + " times while it was at work; give gc a longer --grace, and run again");
  }
}

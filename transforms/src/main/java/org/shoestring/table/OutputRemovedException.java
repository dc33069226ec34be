package org.shoestring.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An output's folder was given up by {@code gc} while somebody worked in it; the work starts again
 * in the folder of the next generation.
 */
public final class OutputRemovedException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * An error.
   *
   * @param cause what failed in the folder, if anything
   */
  public OutputRemovedException(String folder, @Nullable Exception cause) {
    super(folder + ": gc removed it while it was in use; run again to make it again", cause);
  }
}

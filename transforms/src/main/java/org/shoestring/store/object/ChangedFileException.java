package org.shoestring.store.object;

import java.io.IOException;
import java.nio.file.Path;

/** Says that a file of this machine was written to while it was being stored. */
public final class ChangedFileException extends IOException {
  private static final long serialVersionUID = 1;

  public ChangedFileException(Path file) {
    super(
        file
            + ": was changed while it was being stored; wait until no other program writes there,"
            + " then run again");
  }
}

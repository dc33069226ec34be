package org.shoestring.store.object;

import java.io.IOException;
import java.nio.file.Path;
import org.shoestring.files.FileIdentity;

/** Says that a file of this machine was written to while it was being stored. */
public final class ChangedFileException extends IOException {
  private static final long serialVersionUID = 1;

  /** Fails unless a file is still what it was. */
  public static void unless(Path file, FileIdentity identity) throws IOException {
    if (!FileIdentity.of(file).equals(identity)) {
      throw new ChangedFileException(file);
    }
  }

  public ChangedFileException(Path file) {
    super(
        file
            + ": was changed while it was being stored; wait until no other program writes there,"
            + " then run again");
  }
}

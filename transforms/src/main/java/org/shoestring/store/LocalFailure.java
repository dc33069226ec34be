package org.shoestring.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why this machine does not let a file or a folder be written, in words. */
final class LocalFailure {
  private LocalFailure() {}

  /** The reason alone. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    @Nullable String reason =
        e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason;
  }

  /**
   * What a user needs of it.
   *
   * @param folder where something was to be written
   */
  static StoreException of(Path folder, IOException e) {
    Path there = existing(folder);
    if (!Files.isDirectory(there)) {
      return new StoreException(
          there + ": this is a file, but a folder is needed here; choose another place", e);
    }
    String cure =
        e instanceof AccessDeniedException ? "change its permissions with chmod or chown, or " : "";
    return new StoreException(
        there + ": cannot write there (" + reason(e) + "); " + cure + "choose another place", e);
  }

  /** What there is of a path. */
  private static Path existing(Path path) {
    Path there = path;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }
}

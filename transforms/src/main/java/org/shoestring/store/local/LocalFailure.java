package org.shoestring.store.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.StoreException;

/** Why this machine does not let a file or a folder be read or written, in words. */
public final class LocalFailure {
  private LocalFailure() {}

  /** The reason alone. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something of this name is there already";
    }
    if (e instanceof NotDirectoryException) {
      return "this is not a folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    @Nullable String reason =
        e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    // Java's own subclasses say little without their names.
    return reason == null || isVague(e) ? e.toString() : reason;
  }

  private static boolean isVague(IOException e) {
    return e.getClass() != IOException.class
        && !(e instanceof FileSystemException)
        && !(e instanceof StoreException);
  }

  /** The error of Java's as messages have it: the file, where it has one, and the reason. */
  public static String shown(IOException e) {
    @Nullable String file = e instanceof FileSystemException failure ? failure.getFile() : null;
    return file == null ? reason(e) : file + ": " + reason(e);
  }

  /**
   * What a user needs of it.
   *
   * @param folder where something was to be written
   */
  public static StoreException of(Path folder, IOException e) {
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

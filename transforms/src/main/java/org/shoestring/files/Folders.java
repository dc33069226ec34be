package org.shoestring.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that files are put into. */
public final class Folders {
  private Folders() {}

  /**
   * Makes a folder, and those above it, unless it is there: it is for all files but the first, and
   * Java makes an exception of each that is.
   */
  public static void make(Path folder) throws IOException {
    if (!folder.toFile().isDirectory()) {
      Files.createDirectories(folder);
    }
  }
}

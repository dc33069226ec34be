package org.shoestring.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A new empty file of a name that nobody else has. Who may read it is for the umask to say, since
 * it becomes an object of a folder that several users may share; temporary files of the JDK are
 * their owner's alone.
 */
public final class NewFile {
  private NewFile() {}

  /**
   * A file in a folder that exists.
   *
   * @param start what its name starts with
   */
  public static Path in(Path folder, String start) throws IOException {
    return Files.createFile(folder.resolve(start + "-" + UUID.randomUUID()));
  }
}

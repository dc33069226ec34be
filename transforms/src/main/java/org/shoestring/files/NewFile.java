package org.shoestring.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A new empty file of a name that nobody else has. Who may read it is for the umask to say, since
 * it becomes an object of a folder that several users may share; temporary files of the JDK are
 * their owner's alone.
 */
public final class NewFile {
  /** Of this process; a random number for each file would cost more than the file. */
  private static final String OWN = UUID.randomUUID().toString();

  private static final AtomicLong COUNT = new AtomicLong();

  private NewFile() {}

  /**
   * A file in a folder that exists.
   *
   * @param start what its name starts with
   */
  public static Path in(Path folder, String start) throws IOException {
    return in(folder, start, "");
  }

  /** The same with an end of its name. */
  public static Path in(Path folder, String start, String end) throws IOException {
    return Files.createFile(path(folder, start, end));
  }

  /** The path of such a file that is still to be made. */
  public static Path path(Path folder, String start, String end) {
    return folder.resolve(start + "-" + OWN + "-" + COUNT.incrementAndGet() + end);
  }
}

package org.shoestring.pipeline.flink.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.shoestring.spec.UsageException;

/**
 * Replaces the program that this process runs, as {@code exec} of a shell does: the number of the
 * process, its standard streams and its environment stay.
 */
final class ProcessImage {
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int FIRST_OF_OURS = 3;

  private ProcessImage() {}

  /** The system's own functions. */
  private interface LibC extends Library {
    int execvp(String program, String[] words) throws LastErrorException;

    int fcntl(int file, int command, Object... argument);
  }

  /**
   * Replaces it; returns only by failing.
   *
   * @param folder where native code may be unpacked
   * @throws UsageException if that is not possible here
   */
  static void replace(List<String> command, Path folder) {
    try {
      System.setProperty("jna.tmpdir", folder.toString());
      String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
      LibC libc = Native.load("c", LibC.class, Map.of(Library.OPTION_STRING_ENCODING, encoding));
      markFiles(libc);
      int unused = libc.execvp(command.get(0), command.toArray(new String[0]));
    } catch (LastErrorException | LinkageError e) {
      throw new UsageException(
          "this process cannot become Flink's on this system ("
              + e.getMessage()
              + "); print the command with --print, and run that one",
          e);
    }
  }

  /** Files that Java has open would stay open in the next program. */
  private static void markFiles(LibC libc) {
    String[] open = new File("/dev/fd").list();
    for (String name : open == null ? new String[0] : open) {
      int file = Integer.parseInt(name);
      if (file >= FIRST_OF_OURS) {
        int unused = libc.fcntl(file, F_SETFD, FD_CLOEXEC);
      }
    }
  }
}

package org.shoestring.train.checkpoint.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.shoestring.bytes.Interrupts;

/**
 * Copies of local files that share their blocks with the original until one of them is changed.
 * They take no time and no room. Java has no call for them; {@code cp} does.
 */
public final class Reflink {
  private static final Set<String> LINUX = Set.of("bcachefs", "btrfs", "xfs");
  private static final String MAC = "apfs";

  private Reflink() {}

  /**
   * Makes such a copy.
   *
   * @param to a file that does not exist, in a folder that does
   * @return false, and nothing is left, where the file system cannot do it
   */
  public static boolean copy(Path from, Path to) throws IOException {
    String system = Files.getFileStore(from).type();
    if (!LINUX.contains(system) && !system.equals(MAC)) {
      return false;
    }
    String how = system.equals(MAC) ? "-c" : "--reflink=always";
    Process cp;
    try {
      cp =
          new ProcessBuilder(List.of("cp", how, "--", from.toString(), to.toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return false; // There is no such program here.
    }
    boolean copied = false;
    try {
      copied = cp.waitFor() == 0;
      return copied;
    } catch (InterruptedException e) {
      cp.destroyForcibly();
      throw Interrupts.stopped("stopped while " + from + " was copied", e);
    } finally {
      if (!copied) {
        Files.deleteIfExists(to);
      }
    }
  }
}

package org.shoestring.train.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.spec.Bytes;

/**
 * What made a command fail though it is no error of its own, nor of the checkpoint that it
 * continued from: a disk that is full or broken, or a kill of one of its processes that its
 * launcher tells as an error. Exit codes do not tell that; what the command printed last does, as
 * libraries word it, or the disk itself.
 */
public final class OutsideFailure {
  /** How the C library words errors of disks and network folders, and libraries their codes. */
  private static final String DISK =
      "No space left on device|Disk quota exceeded|Read-only file system|Input/output error"
          + "|Stale file handle|Transport endpoint is not connected"
          + "|\\[Errno (?:5|28|30|107|116|122)\\]|PytorchStreamWriter failed writing";

  /** How torchrun, subprocess, torch.multiprocessing and a DataLoader tell of a kill. */
  private static final String KILL =
      "exit ?code *: -9\\b|Signal 9 \\(SIGKILL\\)|<Signals\\.SIGKILL: 9>"
          + "|terminated with signal SIGKILL|is killed by signal: Killed";

  private static final Pattern WORDS = Pattern.compile(DISK + "|" + KILL);

  private OutsideFailure() {}

  /**
   * What it was, for people; empty if there is no sign of it.
   *
   * @param last the lines that the command printed last
   * @param folder that it saves its checkpoints to
   * @param checkpoint the bytes that one of them needs
   */
  public static Optional<String> of(List<String> last, Path folder, long checkpoint) {
    for (String line : last) {
      Matcher words = WORDS.matcher(line);
      if (words.find()) {
        return Optional.of(words.group());
      }
    }
    try {
      long room = Files.getFileStore(folder).getUsableSpace();
      return room < checkpoint
          ? Optional.of("the disk of " + folder + " has only " + Bytes.show(room) + " left")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(folder + " cannot be reached");
    }
  }
}

package org.shoestring.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.shoestring.table.Output;
import org.shoestring.worker.ProgramLog;

/** What a command printed, in the folder of its work until it is sent with the output. */
final class CommandLog {
  /** The folder in that of an output's work where what its program says is kept for a while. */
  private static final String LOGS = "log";

  /** The name of that of a stage. */
  static final String NAME = "log";

  private static final int TAIL_LINES = 30;
  private static final int TAIL_BYTES = 1 << 16;

  private final Path folder;

  CommandLog(WorkFolder held) {
    this.folder = held.path(LOGS).resolve(NAME);
  }

  /**
   * Begins it anew.
   *
   * @param lines takes the last line that was printed, now and then
   */
  ProgramLog begin(Consumer<String> lines) throws IOException {
    return new ProgramLog(folder, lines);
  }

  /** Its end, indented, for the end of a message. */
  String tail() throws IOException {
    List<String> lines = last(TAIL_LINES);
    if (lines.isEmpty() || (lines.size() == 1 && lines.get(0).startsWith("$ "))) {
      return "; it printed nothing"; // The first line is the command.
    }
    return "; the last lines it printed:\n    " + String.join("\n    ", lines);
  }

  /** So many of the lines that were printed last. */
  List<String> last(int count) throws IOException {
    return ProgramLog.tail(folder, count, TAIL_BYTES);
  }

  /**
   * Sends what there is of it, while the command may go on printing.
   *
   * @param name of the log on the storage
   */
  void sendSoFar(Output output, String name) throws IOException {
    if (Files.isDirectory(folder)) {
      output.logs().put(name, all -> ProgramLog.copy(folder, all));
    }
  }

  /** Sends it, if that was not done before: its folder is gone then. */
  void send(Output output, String name) throws IOException {
    if (Files.isDirectory(folder)) {
      sendSoFar(output, name);
      ProgramLog.remove(folder);
    }
  }
}

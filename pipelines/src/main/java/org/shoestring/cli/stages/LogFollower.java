package org.shoestring.cli.stages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.shoestring.lease.Heartbeat;
import org.shoestring.table.Output;
import org.shoestring.worker.LogReader;
import org.shoestring.worker.ProgramLog;

/** Prints what the programs of an output print on this machine, until they have ended. */
final class LogFollower {
  private static final long LOOK_MILLIS = 200;

  private final Output output;
  private final Path logs;
  private final Map<Path, LogReader> readers = new TreeMap<>();
  private Path last = Path.of("");

  LogFollower(Output output, Path logs) {
    this.output = output;
    this.logs = logs;
  }

  /**
   * Prints until no program runs any more.
   *
   * @return false if none ran on this machine
   */
  boolean print(OutputStream out) throws IOException, InterruptedException {
    boolean going = isWritten();
    if (!going) {
      return false;
    }
    while (going) {
      look(out);
      out.flush();
      Thread.sleep(LOOK_MILLIS);
      // Between two programs of a stage there is none for a moment.
      going =
          isWritten()
              || Heartbeat.all(output.stores().at(output.workspace()), Instant.now())
                  .containsKey(output.name());
    }
    look(out);
    return true;
  }

  private boolean isWritten() throws IOException {
    for (Path log : ProgramLog.all(logs)) {
      if (ProgramLog.isWritten(log)) {
        return true;
      }
    }
    return false;
  }

  private void look(OutputStream out) throws IOException {
    List<Path> found = ProgramLog.all(logs);
    found.forEach(log -> readers.computeIfAbsent(log, folder -> new LogReader(folder, 0)));
    for (Map.Entry<Path, LogReader> reader : readers.entrySet()) {
      ByteArrayOutputStream more = new ByteArrayOutputStream();
      if (reader.getValue().readInto(more)) {
        if (!reader.getKey().equals(last)) {
          LogCommand.title(reader.getKey().getFileName().toString(), readers.size(), out);
          last = reader.getKey();
        }
        more.writeTo(out);
      }
    }
    for (Path log : List.copyOf(readers.keySet())) {
      if (!found.contains(log)) {
        Objects.requireNonNull(readers.remove(log)).close(); // All of it was read just now.
      }
    }
  }
}

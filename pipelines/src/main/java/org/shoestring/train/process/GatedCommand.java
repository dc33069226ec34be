package org.shoestring.train.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.worker.OutputPump;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ProgramWatch;
import org.shoestring.worker.ShellCommand;

/**
 * A training command that waits at a gate when it is started: it does nothing before it is written
 * down as the one at work, so that whoever comes after a killed process can end it.
 */
public interface GatedCommand {
  /** Its process, not started yet. */
  ProcessBuilder process() throws IOException;

  /**
   * Takes what it prints.
   *
   * @param also takes it, too
   */
  ProgramWatch watch(Process process, ProgramLog log, OutputPump.Sink also) throws IOException;

  /**
   * Opens the gate.
   *
   * @param begins false if the command is to end at once, since its work was stopped
   */
  void open(Process process, boolean begins) throws IOException;

  /** A command whose output is the log alone, and which reads nothing. */
  record OfStage(ShellCommand command) implements GatedCommand {
    @Override
    public ProcessBuilder process() throws IOException {
      return command.gatedProcessWithoutInput().redirectErrorStream(true);
    }

    @Override
    public ProgramWatch watch(Process process, ProgramLog log, OutputPump.Sink also)
        throws IOException {
      return ProgramWatch.of(process, log, also);
    }

    @Override
    public void open(Process process, boolean begins) throws IOException {
      try (OutputStream tell = process.getOutputStream()) {
        if (begins) {
          tell.write('\n');
        }
      }
    }
  }

  /**
   * A user's own command as it is, in the current folder and environment: it reads what this
   * process could read, and what it prints is printed.
   *
   * @param words the program and its arguments
   * @param gate a file that opens the gate when it is there: closed if it is empty
   */
  record OfUser(List<String> words, Path gate, OutputPump.Sink out, OutputPump.Sink err)
      implements GatedCommand {
    /** Python would keep lines back in a pipe, until it has many of them or is killed. */
    private static final String UNBUFFERED = "PYTHONUNBUFFERED";

    /** It does not begin if the process that should open the gate was killed. */
    private static final String WAIT =
        """
        until [ -e "$1" ]; do
          kill -s 0 "$2" 2>/dev/null || exit 1
          sleep 0.05 2>/dev/null || sleep 1
        done
        [ -s "$1" ] || exit 1
        shift 2
        exec "$@"
        """;

    public OfUser {
      words = List.copyOf(words);
    }

    @Override
    public ProcessBuilder process() throws IOException {
      Files.deleteIfExists(gate);
      String self = Long.toString(ProcessHandle.current().pid());
      List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", WAIT, "sh"));
      all.addAll(List.of(gate.toString(), self));
      all.addAll(words);
      ProcessBuilder builder =
          new ProcessBuilder(all).redirectInput(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putIfAbsent(UNBUFFERED, "1");
      return builder;
    }

    @Override
    public ProgramWatch watch(Process process, ProgramLog log, OutputPump.Sink also)
        throws IOException {
      return ProgramWatch.passingOn(process, log, also, out, err);
    }

    @Override
    public void open(Process process, boolean begins) throws IOException {
      Path part = gate.resolveSibling(gate.getFileName() + ".part");
      Files.writeString(part, begins ? "open\n" : "");
      Files.move(part, gate, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}

package org.shoestring.train;

import java.io.IOException;
import java.io.OutputStream;
import org.shoestring.worker.OutputPump;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ProgramWatch;
import org.shoestring.worker.ShellCommand;

/**
 * A training command that waits at a gate when it is started: it does nothing before it is written
 * down as the one at work, so that whoever comes after a killed process can end it.
 */
interface GatedCommand {
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
}

package org.shoestring.transform.piping;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.bytes.LineReader;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.OutputPump;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.StartedProgram;

/**
 * A running program that turns each line of its standard input into one of its output. What it says
 * on its standard error goes to a log.
 */
final class LineProgram implements Closeable {
  private static final int TAIL_LINES = 20;
  private static final int TAIL_BYTES = 1 << 14;

  private final Process process;
  private final OutputStream input;
  private final ProgramOutput output;
  private final LineReader lines;
  private final ProgramLog log;
  private final OutputPump errors;
  private final List<String> left = new ArrayList<>();
  private final SilenceWatch silence;

  /** Starts a command, which may be silent for as long as it likes. */
  LineProgram(ShellCommand command, ProgramLog log) throws IOException {
    this(command, log, FailurePolicy.PLAIN);
  }

  /** Starts a command. */
  LineProgram(ShellCommand command, ProgramLog log, FailurePolicy policy) throws IOException {
    this.log = log;
    this.silence = new SilenceWatch(policy);
    this.process = started(command, log.folder());
    this.input = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
    boolean read = false;
    try {
      this.output = new ProgramOutput(process, silence);
      this.errors =
          OutputPump.start("read the stderr of a program", process.getErrorStream(), log::write);
      read = true;
    } finally {
      if (!read) { // Stopped meanwhile.
        ChildProcesses.kill(process);
      }
    }
    this.lines = new LineReader(output);
    letGo();
  }

  /** A command that waits until it is let go, written down beside its log. */
  private static Process started(ShellCommand command, Path log) throws IOException {
    Process process = ChildProcesses.start(command.gatedProcess());
    try {
      StartedProgram.write(log, process.toHandle(), ChildProcesses.mark(process));
      return process;
    } catch (IOException e) {
      ChildProcesses.kill(process);
      throw e;
    }
  }

  /** The program starts now that its output is read. */
  private void letGo() {
    try {
      input.write('\n');
      input.flush();
    } catch (IOException e) {
      // Its shell has ended: its exit code and its stderr say why.
    }
  }

  /** Where lines are fed; the program may end before it has taken all. */
  OutputStream input() {
    return input;
  }

  /** How long it has given no sign of life. */
  SilenceWatch silence() {
    return silence;
  }

  /** The lines that it prints. */
  LineReader lines() {
    return lines;
  }

  /** Tells that it has printed all that it should: what it left running is not waited for. */
  void expectNoMore() {
    output.expectNoMore();
  }

  /** Whether it has printed something that nobody asked for yet. */
  boolean hasSurplus() {
    return lines.buffered() > 0 || output.available() > 0;
  }

  Process process() {
    return process;
  }

  /** Waits for its end, once its output has ended, and returns its exit code. */
  int exitCode() throws InterruptedException {
    int code = ChildProcesses.waitFor(process);
    errors.rethrow();
    left.addAll(output.killed());
    left.addAll(
        ChildProcesses.killLeft(process)); // What holds its stdin keeps us from closing that.
    return code;
  }

  /** What it had left running when it ended, for people; that was killed. */
  List<String> left() {
    return left;
  }

  /** Closes its input, and waits for its end; what it still prints is passed over. */
  void end() throws IOException, InterruptedException {
    try (LineProgram closing = this) { // Kills it, should the wait be interrupted.
      closeInput();
      expectNoMore();
      while (lines.next()) {}
      ChildProcesses.waitFor(process);
    }
  }

  private void closeInput() {
    try {
      input.close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /** What it said. */
  ProgramLog log() {
    return log;
  }

  /** The end of what it said, indented, behind a line feed; a remark if it said nothing. */
  String errorTail() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      errors.await(OutputPump.KILLED);
    }
    List<String> tail = ProgramLog.tail(log.folder(), TAIL_LINES, TAIL_BYTES);
    return tail.isEmpty()
        ? "it printed nothing to stderr"
        : "the last lines of its stderr:\n    " + String.join("\n    ", tail);
  }

  /** Kills it with all that it started; its log is complete then. */
  @Override
  public void close() throws IOException {
    ChildProcesses.kill(process);
    lines.close();
    try {
      errors.await(OutputPump.KILLED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.getErrorStream().close();
    log.seal();
  }
}

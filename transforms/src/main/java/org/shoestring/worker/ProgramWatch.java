package org.shoestring.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a program prints, until soon after its end. */
public final class ProgramWatch {
  private final Process process;
  private final ProgramLog log;
  private final List<OutputPump> pumps;
  private final List<WholeLines> lines;

  private ProgramWatch(
      Process process, ProgramLog log, List<OutputPump> pumps, List<WholeLines> lines) {
    this.process = process;
    this.log = log;
    this.pumps = pumps;
    this.lines = lines;
  }

  private static OutputPump pump(InputStream from, OutputPump.Sink... to) throws IOException {
    return OutputPump.start("read what a program says", from, to);
  }

  /** Writes the stdout of a program into a log from now on; the program waits at its gate. */
  public static ProgramWatch of(Process process, ProgramLog log) throws IOException {
    return new ProgramWatch(
        process, log, List.of(pump(process.getInputStream(), log::write)), List.of());
  }

  /**
   * The same, where somebody else takes what the program says, too.
   *
   * @param also whether the log can be written or not
   */
  public static ProgramWatch of(Process process, ProgramLog log, OutputPump.Sink also)
      throws IOException {
    return new ProgramWatch(
        process, log, List.of(pump(process.getInputStream(), log::write, also)), List.of());
  }

  /**
   * The same of stdout and stderr, which are passed on as they are, each to its own place.
   *
   * @param also takes whole lines of both
   * @param out takes the bytes of stdout, {@code err} those of stderr; one that fails takes no more
   */
  public static ProgramWatch passingOn(
      Process process,
      ProgramLog log,
      OutputPump.Sink also,
      OutputPump.Sink out,
      OutputPump.Sink err)
      throws IOException {
    Object turn = new Object();
    WholeLines ofOut = new WholeLines(also, turn);
    WholeLines ofErr = new WholeLines(also, turn);
    List<OutputPump> pumps =
        List.of(
            pump(process.getInputStream(), log::write, ofOut, out),
            pump(process.getErrorStream(), log::write, ofErr, err));
    return new ProgramWatch(process, log, pumps, List.of(ofOut, ofErr));
  }

  /**
   * Ends it, after the program has ended: what that left running in the background is killed.
   *
   * @return what that was, for people
   */
  public List<String> end() throws IOException, InterruptedException {
    for (OutputPump pump : pumps) {
      pump.await(OutputPump.OUTLIVING);
      pump.rethrow();
    }
    List<String> left = new ArrayList<>(ChildProcesses.killLeft(process));
    boolean all = true;
    for (OutputPump pump : pumps) {
      all &= pump.await(OutputPump.KILLED);
    }
    if (all) {
      for (WholeLines one : lines) {
        one.end();
      }
    } else {
      process.getInputStream().close();
      process.getErrorStream().close();
    }
    log.close();
    return left;
  }
}

package org.shoestring.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a program prints, until soon after its end. */
public final class ProgramWatch {
  private final Process process;
  private final ProgramLog log;
  private final OutputPump pump;

  private ProgramWatch(Process process, ProgramLog log, OutputPump.Sink... to) throws IOException {
    this.process = process;
    this.log = log;
    this.pump = OutputPump.start("read what a program says", process.getInputStream(), to);
  }

  /** Writes the stdout of a program into a log from now on; the program waits at its gate. */
  public static ProgramWatch of(Process process, ProgramLog log) throws IOException {
    return new ProgramWatch(process, log, log::write);
  }

  /**
   * The same, where somebody else takes what the program says, too.
   *
   * @param also whether the log can be written or not
   */
  public static ProgramWatch of(Process process, ProgramLog log, OutputPump.Sink also)
      throws IOException {
    return new ProgramWatch(process, log, log::write, also);
  }

  /**
   * Ends it, after the program has ended: what that left running in the background is killed.
   *
   * @return what that was, for people
   */
  public List<String> end() throws IOException, InterruptedException {
    pump.await(OutputPump.OUTLIVING);
    pump.rethrow();
    List<String> left = new ArrayList<>(ChildProcesses.killLeft(process));
    if (!pump.await(OutputPump.KILLED)) {
      process.getInputStream().close();
    }
    log.close();
    return left;
  }
}

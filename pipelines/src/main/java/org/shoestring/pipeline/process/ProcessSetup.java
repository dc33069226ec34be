package org.shoestring.pipeline.process;

import java.util.Locale;
import org.shoestring.files.ProcessEnd;

/** What every main of ours does first for its whole process. */
public final class ProcessSetup {
  private ProcessSetup() {}

  /**
   * Watches memory, signals and the end, and has libraries write numbers and dates alike
   * everywhere.
   */
  public static void run() {
    OutOfMemory.watch();
    Runtime.getRuntime().addShutdownHook(new Thread(ProcessEnd::run, "process-end"));
    Termination.handleSignals();
    Locale.setDefault(Locale.ROOT);
  }
}

package org.shoestring.pipeline;

import java.util.Locale;
import org.shoestring.transform.OutOfMemory;

/** What every main of ours does first for its whole process. */
public final class ProcessSetup {
  private ProcessSetup() {}

  /** Watches memory, and has libraries write numbers and dates alike everywhere. */
  public static void run() {
    OutOfMemory.watch();
    Locale.setDefault(Locale.ROOT);
  }
}

package org.shoestring.pipeline.flink;

import java.util.regex.Pattern;

/** What is to be said of an error because it is a worker's. */
final class WorkerCure {
  private static final Pattern FULL_DISK =
      Pattern.compile("No space left on device|Disk quota exceeded");

  private static final String FOLDER = "--folder";

  /** An address that means another machine on each machine. */
  private static final Pattern OWN_MACHINE =
      Pattern.compile("no server answers at https?://(127\\.|localhost\\b|\\[::1\\])");

  private WorkerCure() {}

  /** A message, with what its own cure leaves out. */
  static String added(String said) {
    if (FULL_DISK.matcher(said).find() && !said.contains(FOLDER)) {
      return said
          + "; free some space on that machine, or start its task manager with --folder DIR on a"
          + " larger disk";
    }
    if (OWN_MACHINE.matcher(said).find()) {
      return said
          + ". That address is the worker's own machine: give the store an address that all"
          + " machines reach";
    }
    return said;
  }
}

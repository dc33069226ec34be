package org.shoestring.train;

/**
 * The code that a training command ended with. Shells, and Java, add 128 to the number of a signal
 * that ended a program.
 */
record TrainerCode(int code) {
  private static final int SIGHUP = 128 + 1;
  private static final int SIGINT = 128 + 2;
  private static final int SIGKILL = 128 + 9;
  private static final int SIGTERM = 128 + 15;

  boolean isGood() {
    return code == 0;
  }

  /** Whether somebody asked the command to end, who may be about to ask this process, too. */
  boolean wasAskedToEnd() {
    return code == SIGHUP || code == SIGINT || code == SIGTERM;
  }

  /**
   * Whether the command failed by itself: nobody asked it to end, and nobody killed it, as the
   * system does that lacks memory.
   */
  boolean isOwnFailure() {
    return !isGood() && !wasAskedToEnd() && code != SIGKILL;
  }

  /** What a code of a shell means, for people; empty if it has no meaning. */
  String remark() {
    return code == 127 ? " (command not found)" : code == 126 ? " (not executable)" : "";
  }
}

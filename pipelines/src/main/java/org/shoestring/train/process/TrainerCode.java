package org.shoestring.train.process;

import org.shoestring.pipeline.process.ExitCode;

/** The code that a training command ended with. */
public record TrainerCode(int code) {
  public boolean isGood() {
    return code == 0;
  }

  /** Whether somebody asked the command to end, who may be about to ask this process, too. */
  public boolean wasAskedToEnd() {
    return code == ExitCode.SIGHUP || code == ExitCode.SIGINT || code == ExitCode.SIGTERM;
  }

  /**
   * Whether the command failed by itself: nobody asked it to end, and nobody killed it, as the
   * system does that lacks memory.
   */
  public boolean isOwnFailure() {
    return !isGood() && !wasAskedToEnd() && code != ExitCode.SIGKILL;
  }

  /** What a code of a shell means, for people; empty if it has no meaning. */
  public String remark() {
    return code == 127 ? " (command not found)" : code == 126 ? " (not executable)" : "";
  }
}

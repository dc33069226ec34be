package org.shoestring.cli;

import org.shoestring.cli.screen.Message;
import org.shoestring.cli.screen.Screen;
import org.shoestring.pipeline.ExitCode;

/** What is told on stderr: in lines that fit a terminal, and as one line in a file or a pipe. */
final class Terminal {
  private Terminal() {}

  /** Tells what the user should know though it is no error. */
  static void remark(String remark) {
    print("shoestring: " + remark);
  }

  /** Tells what went wrong. */
  static void error(String error) {
    print("shoestring: " + error);
  }

  /** Tells an error, and returns its exit code. */
  static int error(Exception error) {
    error(ExitCode.message(error));
    return ExitCode.of(error);
  }

  private static void print(String text) {
    Screen screen = Screen.stderr();
    if (screen.isTerminal()) {
      // One write, so that nothing comes between the lines.
      System.err.println(String.join("\n", Message.lines(text, screen.columns())));
    } else {
      System.err.println(text);
    }
  }
}

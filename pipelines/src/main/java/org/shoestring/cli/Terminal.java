package org.shoestring.cli;

import java.io.PrintStream;
import java.util.List;
import org.shoestring.cli.screen.Message;
import org.shoestring.cli.screen.Screen;
import org.shoestring.pipeline.ExitCode;

/** Messages for people: in lines that fit a terminal, and as one line in a file or a pipe. */
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
    print(Screen.stderr(), System.err, text);
  }

  /**
   * Prints a message.
   *
   * @param screen where the stream goes
   */
  static void print(Screen screen, PrintStream stream, String text) {
    List<String> lines =
        screen.isTerminal() ? Message.lines(text, screen.columns()) : List.of(text);
    // One write, so that nothing comes between the lines.
    stream.println(String.join("\n", lines));
  }
}

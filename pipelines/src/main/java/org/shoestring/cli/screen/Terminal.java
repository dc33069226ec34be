package org.shoestring.cli.screen;

import java.io.PrintStream;
import java.util.List;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.pipeline.process.Messages;

/** Messages for people: in lines that fit a terminal, and as one line in a file or a pipe. */
public final class Terminal {
  /** Asked once: a file for each message would cost more than the message. */
  private static final boolean ON_SCREEN = Screen.stderr().isTerminal();

  private Terminal() {}

  /** Tells what the user should know though it is no error. */
  public static void remark(String remark) {
    print("shoestring: " + remark);
  }

  /** Tells what went wrong. */
  public static void error(String error) {
    print("shoestring: " + error);
  }

  /** Tells an error, and returns its exit code. */
  public static int error(Exception error) {
    error(ExitCode.message(error));
    return ExitCode.of(error);
  }

  private static void print(String text) {
    Messages.print(
        () ->
            print(
                System.err,
                ON_SCREEN ? Message.lines(text, Screen.stderr().columns()) : List.of(text)));
  }

  /**
   * Prints a message.
   *
   * @param screen where the stream goes
   */
  public static void print(Screen screen, PrintStream stream, String text) {
    print(stream, screen.isTerminal() ? Message.lines(text, screen.columns()) : List.of(text));
  }

  private static void print(PrintStream stream, List<String> lines) {
    // One write, so that nothing comes between the lines.
    stream.println(String.join("\n", lines));
  }
}

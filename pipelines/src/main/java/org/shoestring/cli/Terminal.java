package org.shoestring.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is told on stderr, and whether somebody looks at it while it is printed. */
final class Terminal {
  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /** Tells what the user should know though it is no error. */
  static void remark(String remark) {
    System.err.println("shoestring: " + remark);
  }

  /** Whether stderr is a terminal; where that cannot be told, whether stdin and stdout are. */
  @SuppressWarnings(
      "SystemConsoleNull") // Right on Java 17 to 21; later ones have /proc or lose only the live
  // line.
  static boolean isStderr() {
    try {
      String target = Files.readSymbolicLink(STDERR).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }
}

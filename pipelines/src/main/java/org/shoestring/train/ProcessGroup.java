package org.shoestring.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of processes of its own for a program and all that it starts: a Ctrl-C in the terminal
 * reaches the program only once then, from us.
 */
final class ProcessGroup {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private ProcessGroup() {}

  /**
   * Has a program begin a group.
   *
   * @return false where the system has nothing that does that
   */
  static boolean begin(ProcessBuilder program) {
    for (Path setsid : SETSID) {
      if (Files.isExecutable(setsid)) {
        List<String> words = new ArrayList<>(List.of(setsid.toString()));
        words.addAll(program.command());
        program.command(words);
        return true;
      }
    }
    return false;
  }

  /**
   * Sends a signal to the group that a program has begun: {@code TERM}. Every shell can do that;
   * the program {@code kill} is not on every machine.
   *
   * @return whether it was sent
   */
  static boolean signal(Process program, String signal) throws IOException, InterruptedException {
    return send(program, signal);
  }

  /** Whether any process of the group that a program has begun is there. */
  static boolean isAlive(Process program) throws IOException, InterruptedException {
    return send(program, "0");
  }

  private static boolean send(Process program, String signal)
      throws IOException, InterruptedException {
    String command = "kill -s " + signal + " -- -" + program.pid();
    return new ProcessBuilder("/bin/sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}

package org.shoestring.train.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A group of processes of its own for a program and all that it starts: a Ctrl-C in the terminal
 * reaches the program only once then, from us.
 */
public final class ProcessGroup {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private static final Path PROC = Path.of("/proc");
  private static final Pattern STAT = Pattern.compile("\\) ([A-Za-z]) [0-9]+ ([0-9]+) [^)]*$");

  private ProcessGroup() {}

  /**
   * Has a program begin a group.
   *
   * @return false where the system has nothing that does that
   */
  public static boolean begin(ProcessBuilder program) {
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

  /**
   * Whether any process of the group that a program has begun is at work. One that has ended, but
   * that nobody has asked for its exit code, is not: a container without an init keeps these.
   */
  static boolean isAlive(Process program) throws IOException, InterruptedException {
    if (!send(program, "0")) {
      return false;
    }
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return true;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isAtWork(stat(process), program.pid())) {
          return true;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return false;
  }

  /** Empty for one that has ended. */
  private static String stat(Path process) {
    try {
      return Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Whether a process belongs to a group and has not ended.
   *
   * @param stat what Linux tells of it, {@code NUMBER (NAME) STATE PARENT GROUP ...}; the name may
   *     have any letters
   */
  static boolean isAtWork(String stat, long group) {
    Matcher fields = STAT.matcher(stat);
    return fields.find()
        && !"ZX".contains(fields.group(1))
        && Long.parseLong(fields.group(2)) == group;
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

package org.shoestring.worker;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A command ready to be started: its text, the shell that runs it, its folder and its environment.
 *
 * <p>Java passes words and variables on in the encoding of the locale that it was started in, and
 * under {@code LC_ALL=C} loses every letter that is not ASCII. So what is passed on here is a
 * script of ASCII alone, which makes the bytes of UTF-8 and hands them to the shell.
 *
 * @param shell words before the text
 * @param folder where it runs
 */
public record ShellCommand(
    List<String> shell, String text, String folder, CommandEnvironment environment)
    implements Serializable {
  /** The shell of those who name none. */
  public static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

  private static final String GATE = "read -r _ || exit 1\n";

  public ShellCommand {
    shell = List.copyOf(shell);
  }

  /** A command for {@code /bin/sh} in the plain environment. */
  public static ShellCommand of(String text, String folder) {
    return new ShellCommand(DEFAULT_SHELL, text, folder, CommandEnvironment.PLAIN);
  }

  /** The same with further variables. */
  public ShellCommand with(Map<String, String> variables) {
    return new ShellCommand(shell, text, folder, environment.with(variables));
  }

  /** The process of the command, not started yet; its standard input is that of the command. */
  public ProcessBuilder process() throws IOException {
    return process("", "");
  }

  /**
   * The same, but the command starts when a line is written to the standard input of the process,
   * and not at all if whoever should write it was killed. What follows that line is the command's
   * own standard input.
   */
  public ProcessBuilder gatedProcess() throws IOException {
    return process(GATE, "");
  }

  /** The same with an empty standard input for the command. */
  public ProcessBuilder gatedProcessWithoutInput() throws IOException {
    return process(GATE, " </dev/null");
  }

  private ProcessBuilder process(String before, String input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    environment.apply(builder.environment());
    StringBuilder script = new StringBuilder(before);
    SortedMap<String, String> set = new TreeMap<>(environment.set());
    set.forEach(
        (name, value) -> {
          if (!isPlain(value)) {
            script.append("export ").append(name).append('=').append(word(value)).append('\n');
          }
        });
    List<String> words = new ArrayList<>(shell);
    words.add(text);
    script.append("exec");
    words.forEach(word -> script.append(' ').append(word(word)));
    return builder
        .command("/bin/sh", "-c", script.append(input).toString())
        .directory(new File(folder));
  }

  /**
   * What to say of credentials that a command that failed was not given; empty if there are none.
   */
  public String withheldRemark() throws IOException {
    List<String> withheld = environment.withheld(System.getenv());
    if (withheld.isEmpty()) {
      return "";
    }
    String names = String.join(", ", withheld);
    return "; credentials were withheld from it: "
        + names
        + " (to pass them on, write pass-env: ["
        + names
        + "])";
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** A word of a script of ASCII. */
  private static String word(String text) {
    if (isPlain(text)) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
    int end = text.length();
    while (text.charAt(end - 1) == '\n') {
      end--; // A shell drops line feeds behind the last letter of what a program prints.
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.substring(0, end).getBytes(StandardCharsets.UTF_8)) {
      if (b == '\\' || b == '\'' || b < 0x20) { // Bytes of letters beyond ASCII are negative.
        escaped.append(String.format(Locale.ROOT, "\\0%03o", b & 0xFF));
      } else {
        escaped.append((char) b);
      }
    }
    return "\"$(printf %b '" + escaped + "')\"'" + text.substring(end) + "'";
  }
}

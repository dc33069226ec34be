package org.shoestring.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the program file that a command begins with and that is not there. Only what is certain
 * counts: the first command, a relative path without anything that the shell expands.
 */
final class MissingProgram {
  private static final String PATH = "(?<file>[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*";
  private static final String END = ")(?=[\\s;|&]|$)";

  /** An interpreter, flags that take no value, and a file whose ending says that it is one. */
  private static final Pattern SCRIPT =
      Pattern.compile(
          "\\s*(?:python[0-9.]*|perl|ruby|node|Rscript|bash|sh)\\s+(?:-[uOBsSEI]+\\s+)*(?:\\./)?"
              + PATH
              + "\\.(?:py|pl|rb|js|R|sh)"
              + END);

  /** A program below the folder. */
  private static final Pattern PROGRAM = Pattern.compile("\\s*(?=[^\\s]*/)(?:\\./)?" + PATH + END);

  private MissingProgram() {}

  /** The path of the file as the command has it; empty if it is there, or nothing is certain. */
  static Optional<String> of(String command, Path folder) {
    for (Pattern pattern : new Pattern[] {SCRIPT, PROGRAM}) {
      Matcher matcher = pattern.matcher(command);
      if (matcher.lookingAt()) {
        String file = matcher.group("file");
        return Files.exists(folder.resolve(file)) ? Optional.empty() : Optional.of(file);
      }
    }
    return Optional.empty();
  }
}

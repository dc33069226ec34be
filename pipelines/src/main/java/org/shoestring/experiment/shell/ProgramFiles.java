package org.shoestring.experiment.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs in languages whose files use each other by name, and which of them one file uses. */
public final class ProgramFiles {
  private static final Pattern NAME =
      Pattern.compile(".*[^/.]\\.(py|sh|bash|zsh|pl|pm|rb|r|R|jl|lua|js|mjs|ts|awk|sed)");

  /** Lines that take in other files: of Python, shells, Perl, Ruby, R, Julia, Lua, JavaScript. */
  private static final Pattern TAKES_IN =
      Pattern.compile(
          "(?m)^.*\\b(import|from|require\\w*|use|do|source|include|sh|bash|python3?)\\b.*$|^\\s*\\. .*$");

  private static final int LONGEST = 1 << 20;

  private ProgramFiles() {}

  /** Whether a name is that of a program. */
  static boolean isProgram(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * The programs, and the folders of programs, that lie beside given ones, that those seem to use,
   * directly or not, and that are not among the given ones.
   *
   * @return each with one that uses it
   */
  public static Map<Path, Path> used(Collection<Path> programs) throws IOException {
    Set<Path> known = new HashSet<>(programs);
    Map<Path, Path> used = new TreeMap<>();
    Deque<Path> due = new ArrayDeque<>(programs);
    while (!due.isEmpty()) {
      Path program = due.pop();
      if (!isProgram(program.toString())
          || Files.size(program) > LONGEST
          || !Files.isReadable(program)) {
        continue;
      }
      String lines = linesThatTakeIn(program);
      for (Map.Entry<String, Path> other : beside(program).entrySet()) {
        boolean folder = Files.isDirectory(other.getValue());
        boolean isKnown =
            folder
                ? known.stream().anyMatch(path -> path.startsWith(other.getValue()))
                : known.contains(other.getValue());
        if (!isKnown && names(lines, other.getKey())) {
          known.add(other.getValue());
          used.put(other.getValue(), program);
          if (!folder) {
            due.add(other.getValue());
          }
        }
      }
    }
    return used;
  }

  /** Whether a program has this text in it. */
  public static boolean mentions(Path program, String text) throws IOException {
    return isProgram(program.toString())
        && Files.size(program) <= LONGEST
        && Files.isReadable(program)
        && new String(Files.readAllBytes(program), StandardCharsets.UTF_8).contains(text);
  }

  private static String linesThatTakeIn(Path program) throws IOException {
    Matcher line =
        TAKES_IN.matcher(new String(Files.readAllBytes(program), StandardCharsets.UTF_8));
    StringBuilder lines = new StringBuilder();
    while (line.find()) {
      lines.append(line.group()).append('\n');
    }
    return lines.toString();
  }

  private static boolean names(String lines, String stem) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(stem) + "(?![\\w-])")
        .matcher(lines)
        .find();
  }

  /** The programs and the folders of programs in the folder of one, by the name to use them by. */
  private static Map<String, Path> beside(Path program) throws IOException {
    Map<String, Path> beside = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(program.resolveSibling("."))) {
      for (Path entry : entries) {
        Path path = entry.normalize();
        String name = String.valueOf(path.getFileName());
        if (path.equals(program) || name.startsWith(".")) {
          continue;
        }
        if (isProgram(name) && Files.isRegularFile(path)) {
          beside.put(name.substring(0, name.lastIndexOf('.')), path);
        } else if (Files.isDirectory(path) && hasPrograms(path)) {
          beside.put(name, path);
        }
      }
    }
    return beside;
  }

  private static boolean hasPrograms(Path folder) throws IOException {
    if (!Files.isReadable(folder) || FileTree.isSkipped(folder)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (isProgram(String.valueOf(entry.getFileName()))) {
          return true;
        }
      }
    }
    return false;
  }
}

package org.shoestring.experiment.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.experiment.shell.ShellText;

/** Programs in languages whose files use each other by name, and which of them one file uses. */
public final class ProgramFiles {
  private static final Pattern NAME =
      Pattern.compile(".*[^/.]\\.(py|sh|bash|zsh|pl|pm|rb|r|R|jl|lua|js|mjs|ts|awk|sed)");

  /** Lines that take in other files: of Python, shells, Perl, Ruby, R, Julia, Lua, JavaScript. */
  private static final Pattern TAKES_IN =
      Pattern.compile(
          "(?m)^.*\\b(import|from|require\\w*|use|do|source|include|sh|bash|python3?)\\b.*$|^[ \\t]*\\. .*$");

  /** A text without a blank; what was passed over is not tried again from a later place. */
  private static final Pattern QUOTED = Pattern.compile("[\"'](?!/)([^\"'\\s\\\\\0]++)[\"']");

  /** What may be the path of a file: it has an ending or a folder. */
  private static final Pattern PATH = Pattern.compile(".*[./].+");

  private static final Pattern WORD = Pattern.compile("[\\w-]++");

  private static final Pattern SHELL_NAME = Pattern.compile(".*\\.(sh|bash|zsh)");
  private static final Pattern SHELL_BEGIN = Pattern.compile("#!.*sh\\b");
  private static final int LONGEST = 1 << 20;
  private static final int LONGEST_BINARY = 1 << 24;
  private static final int FIRST_LINE = 200;

  private ProgramFiles() {}

  /** Whether a name is that of a program. */
  static boolean isProgram(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * The programs, the folders of programs, and other files that given programs seem to use,
   * directly or not, and that are not among the given ones.
   *
   * @param folder where the command runs
   * @param folders that it names
   * @return each with one that uses it
   */
  public static Map<Path, Path> used(
      Collection<Path> programs, Path folder, Collection<Path> folders) throws IOException {
    Set<Path> known = new HashSet<>(programs);
    Map<Path, Path> used = new TreeMap<>();
    Deque<Path> due = new ArrayDeque<>(programs);
    Map<Path, Map<String, Path>> listed = new HashMap<>();
    while (!due.isEmpty()) {
      Path program = due.pop();
      if (!isReadable(program)) {
        continue;
      }
      for (Path other : namedIn(program, folder, folders, listed)) {
        boolean isFolder = Files.isDirectory(other);
        boolean isKnown =
            isFolder
                ? known.stream().anyMatch(path -> path.startsWith(other))
                : known.contains(other);
        if (!isKnown) {
          known.add(other);
          used.put(other, program);
          if (!isFolder) {
            due.add(other);
          }
        }
      }
    }
    return used;
  }

  private static boolean isReadable(Path program) throws IOException {
    return Files.isRegularFile(program)
        && Files.isReadable(program)
        && Files.size(program) <= LONGEST
        && (isProgram(program.toString()) || begin(program).startsWith("#!"));
  }

  private static String begin(Path program) throws IOException {
    try (InputStream in = Files.newInputStream(program)) {
      return new String(in.readNBytes(FIRST_LINE), StandardCharsets.UTF_8);
    }
  }

  private static boolean isForShell(Path program, String text) {
    return SHELL_NAME.matcher(program.toString()).matches()
        || SHELL_BEGIN.matcher(text).lookingAt();
  }

  /**
   * What a program takes in by its name, and the files whose paths it has between quotes.
   *
   * @param listed the programs of folders that were listed before: some have very many entries
   */
  private static Set<Path> namedIn(
      Path program, Path folder, Collection<Path> folders, Map<Path, Map<String, Path>> listed)
      throws IOException {
    String text = new String(Files.readAllBytes(program), StandardCharsets.UTF_8);
    Set<Path> named = new TreeSet<>();
    if (isForShell(program, text)) {
      ShellText script = ShellText.read(text);
      CommandFiles files = new CommandFiles(folder, Map.of(), List.of(), script);
      named.addAll(files.files());
      named.addAll(files.packages());
      named.remove(program);
    }
    Set<Path> searched = new LinkedHashSet<>();
    searched.add(program.resolveSibling("").normalize());
    searched.add(folder);
    searched.addAll(folders);
    TakenIn lines = TakenIn.by(text);
    Set<String> quoted = quoted(text);
    for (Path root : searched) {
      Map<String, Path> entries = listed.get(root);
      if (entries == null) {
        entries = programsIn(root);
        listed.put(root, entries);
      }
      entries.forEach(
          (name, path) -> {
            if (!path.equals(program) && lines.name(name)) {
              named.add(path);
            }
          });
      for (String each : quoted) {
        Path path = root.resolve(each).normalize();
        if (path.startsWith(folder) && !path.equals(program) && Files.isRegularFile(path)) {
          named.add(path);
        }
      }
    }
    Set<Path> around = new HashSet<>();
    for (Path path : named) {
      for (Path at = path.getParent(); at != null && around.add(at); ) {
        at = at.getParent();
      }
    }
    named.removeAll(around);
    return named;
  }

  /** Whether a file has this text in it, whatever the file is. */
  public static boolean mentions(Path file, String text) throws IOException {
    if (!Files.isReadable(file)) {
      return false;
    }
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] read = in.readNBytes(LONGEST_BINARY);
      return new String(read, StandardCharsets.ISO_8859_1)
          .contains(new String(wanted, StandardCharsets.ISO_8859_1));
    }
  }

  /** The texts between quotes that may be paths of files. */
  private static Set<String> quoted(String program) {
    Set<String> texts = new LinkedHashSet<>();
    Matcher text = QUOTED.matcher(program);
    while (text.find()) {
      if (text.group(1).length() <= WordParts.LONGEST && PATH.matcher(text.group(1)).matches()) {
        texts.add(text.group(1));
      }
    }
    return texts;
  }

  /** The lines of a program that take in other files, and the words in them. */
  private record TakenIn(String lines, Set<String> words) {
    static TakenIn by(String program) {
      Matcher line = TAKES_IN.matcher(program);
      StringBuilder lines = new StringBuilder();
      while (line.find()) {
        lines.append(line.group()).append('\n');
      }
      Set<String> words = new HashSet<>();
      Matcher word = WORD.matcher(lines);
      while (word.find()) {
        words.add(word.group());
      }
      return new TakenIn(lines.toString(), words);
    }

    boolean name(String stem) {
      return WORD.matcher(stem).matches()
          ? words.contains(stem)
          : Pattern.compile("(?<![\\w-])" + Pattern.quote(stem) + "(?![\\w-])")
              .matcher(lines)
              .find();
    }
  }

  /** The programs and the folders of programs in a folder, by the name to use them by. */
  private static Map<String, Path> programsIn(Path folder) throws IOException {
    Map<String, Path> programs = new TreeMap<>();
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      return programs;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path path : entries) {
        String name = String.valueOf(path.getFileName());
        if (isProgram(name) && Files.isRegularFile(path)) {
          programs.put(name.substring(0, name.lastIndexOf('.')), path);
        } else if (!name.startsWith(".") && hasPrograms(path)) {
          programs.put(name, path);
        }
      }
    }
    return programs;
  }

  static boolean hasPrograms(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || !Files.isReadable(folder) || FileTree.isSkipped(folder)) {
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

package org.shoestring.experiment.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.shell.Token;
import org.shoestring.files.FileNames;

/**
 * The files that words name, below a folder. A word may name one by a part of it, as in {@code
 * --files=a,b}, and relative to any folder that was named before, as after {@code -C} or {@code
 * --config-dir}: a file too many costs a run when it is edited, one too few a wrong result.
 */
final class NamedFiles {
  private final Path folder;

  /** Folders elsewhere that words relative to the experiment's folder have led to. */
  private final Set<Path> outside = new HashSet<>();

  private final Set<Path> roots = new LinkedHashSet<>();
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> packages = new LinkedHashSet<>();
  private final Set<Path> written = new HashSet<>();
  private final Set<Path> writtenIn = new LinkedHashSet<>();
  private final Map<Path, String> outputFolders = new HashMap<>();
  private final Set<String> usedOutputFolders = new TreeSet<>();

  NamedFiles(Path folder) {
    this.folder = folder;
  }

  /** The files, in the order in which they are named. */
  Set<Path> files() {
    return files;
  }

  /** The folders of packages and of programs. */
  Set<Path> packages() {
    return packages;
  }

  /** The folders that were named, but for those that the command makes. */
  List<Path> roots() {
    return roots.stream().filter(root -> !written.contains(root)).toList();
  }

  /** The folders that are there, and that files are written to. */
  List<Path> writtenIn() {
    return writtenIn.stream().filter(place -> !written.contains(place)).toList();
  }

  /** Takes note of the folders that a word names. */
  void addRoots(@Nullable Path at, String word) throws IOException {
    for (String part : WordParts.of(word)) {
      if (!ShellPattern.isPattern(part)) {
        Path path = path(at, part).orElse(folder);
        if (!path.equals(folder) && Files.isDirectory(path)) {
          roots.add(path);
          outside.add(path);
        }
      }
      for (String place : WordParts.places(part)) {
        for (Path found : ShellPattern.paths(folder, place)) {
          if (found.startsWith(folder) && !found.equals(folder) && Files.isDirectory(found)) {
            roots.add(found);
          }
        }
      }
    }
  }

  /** Takes note of a file that a command writes: it is none that decides what the command does. */
  void addWritten(@Nullable Path at, String word) {
    path(at, ShellPattern.plain(word))
        .ifPresent(
            file -> {
              written.add(file);
              Path place = file.getParent();
              if (place != null && Files.isDirectory(place)) {
                writtenIn.add(place);
              }
            });
  }

  /** Takes note of the files that a command removes: another run would not find them. */
  void addRemoved(@Nullable Path at, String word) throws IOException {
    if (at != null && word.indexOf(Token.UNKNOWN) < 0 && word.indexOf(Token.ELSEWHERE) < 0) {
      for (String each : ShellPattern.words(word)) {
        written.addAll(ShellPattern.files(at, each));
      }
    }
  }

  /** Takes note of the value of an option that names an output: a file, or a folder of files. */
  void addOutput(@Nullable Path at, String word) {
    String value = ShellPattern.plain(word.substring(word.indexOf('=') + 1));
    addWritten(at, value);
    path(at, value)
        .filter(path -> !folder.startsWith(path) && Files.isDirectory(path))
        .ifPresent(path -> outputFolders.put(path, ShellPattern.plain(word)));
  }

  /** The words for folders of outputs in which files were named. */
  Set<String> usedOutputFolders() {
    return usedOutputFolders;
  }

  /**
   * Takes the files that a word names.
   *
   * @param isWord whether it is one for the shell, rather than a part of a text that may be in
   *     another language
   * @return whether there are any
   */
  boolean add(@Nullable Path at, String word, boolean isWord) throws IOException {
    boolean found = false;
    for (String part : WordParts.of(word)) {
      List<String> places = WordParts.places(part);
      if (!ShellPattern.isPattern(part)) {
        found |= addNamed(at, part) || addQuotedPattern(at, part);
      } else if (!places.isEmpty()) {
        found |= addAnywhere(places);
      } else if (!ShellPattern.isBare(part)
          || (isWord && part.equals(word) && word.indexOf(Token.UNKNOWN) < 0)) {
        found |= addMatching(at, part);
      }
    }
    return found;
  }

  /** Where a relative path may lead to: from where the command is, and from all folders named. */
  private List<Path> bases(@Nullable Path at, boolean isThere) {
    List<Path> bases = new ArrayList<>();
    bases.add(at == null ? folder : at);
    if (!isThere) {
      bases.add(folder);
    }
    bases.addAll(roots());
    return bases;
  }

  private boolean addNamed(@Nullable Path at, String word) throws IOException {
    boolean isThere = path(at, word).filter(Files::exists).isPresent();
    boolean found = false;
    for (Path base : bases(at, isThere)) {
      Optional<Path> path = path(base, word);
      found |= path.isPresent() && addProgram(path.get());
    }
    return found;
  }

  /** Takes a file, or the folder of a package that is run by its path. */
  private boolean addProgram(Path path) {
    if (Files.isRegularFile(path)) {
      addFile(path);
      return true;
    }
    boolean isPackage = Files.isRegularFile(path.resolve("__main__.py"));
    if (isPackage) {
      packages.add(path);
    }
    return isPackage;
  }

  /** Takes what a pattern matches that the shell leaves to the program. */
  private boolean addQuotedPattern(@Nullable Path at, String word) throws IOException {
    String pattern = ShellPattern.unquoted(word);
    boolean found = false;
    if (ShellPattern.isPattern(pattern) && !ShellPattern.isBare(pattern)) {
      for (Path base : bases(at, false)) {
        found |= addMatching(base, pattern);
      }
    }
    return found;
  }

  /** Takes what lies in the experiment's folder at one of several places. */
  private boolean addAnywhere(List<String> places) throws IOException {
    boolean found = false;
    for (String place : places) {
      for (Path path : ShellPattern.paths(folder, place)) {
        found |= path.startsWith(folder) && addProgram(path);
      }
    }
    return found;
  }

  private boolean addMatching(@Nullable Path at, String pattern) throws IOException {
    Set<Path> found = new TreeSet<>();
    Path from = at == null ? folder : at;
    Optional<Path> root = pattern.startsWith("/") ? path(folder, wildless(pattern)) : path(at, ".");
    if (root.isPresent()) {
      String rest =
          pattern.startsWith("/") ? pattern.substring(wildless(pattern).length()) : pattern;
      found.addAll(ShellPattern.files(root.get(), rest));
    }
    if (found.isEmpty() && !from.equals(folder) && !pattern.startsWith("/")) {
      found.addAll(ShellPattern.files(folder, pattern));
    }
    found.forEach(this::addFile);
    return !found.isEmpty();
  }

  /** The folders before the first wildcard. */
  private static String wildless(String pattern) {
    int wild = 0;
    while (!ShellPattern.isPattern(pattern.substring(wild, wild + 1))) {
      wild++;
    }
    return pattern.substring(0, pattern.lastIndexOf('/', wild) + 1);
  }

  /** Whether a word, or what stands behind its '=', names a file. */
  boolean isFile(@Nullable Path at, String word) {
    return path(at, word.substring(word.indexOf('=') + 1)).filter(Files::isRegularFile).isPresent();
  }

  private void addFile(Path file) {
    for (Path at = file.getParent(); at != null; at = at.getParent()) {
      String word = outputFolders.get(at);
      if (word != null) {
        usedOutputFolders.add(word);
        return;
      }
    }
    if (!written.contains(file)) {
      files.add(file);
    }
  }

  /**
   * Takes a module of Python, from wherever it may be loaded: a project that is installed for
   * editing has its packages in the folder {@code src}.
   */
  void addModule(@Nullable Path at, String module) throws IOException {
    Set<Path> bases = new LinkedHashSet<>(bases(at, true));
    bases.add(folder.resolve("src"));
    for (Path base : bases) {
      Optional<Path> found = CodeModules.find(base, module);
      if (found.isPresent() && Files.isRegularFile(found.get())) {
        addFile(found.get());
      } else if (found.isPresent()) {
        packages.add(found.get());
      }
    }
  }

  /** Takes the files that a pattern names, each with all files of its folder. */
  void addFoldersOf(@Nullable Path at, String pattern) throws IOException {
    for (Path base : bases(at, false)) {
      for (Path file : ShellPattern.files(base, pattern)) {
        Path parent = file.resolveSibling("").normalize();
        if (parent.equals(folder)) {
          addFile(file);
        } else {
          packages.add(parent);
        }
      }
    }
  }

  /** Where {@code cd} leads with this word; null if that cannot be told. */
  @Nullable Path changed(@Nullable Path at, String word) {
    boolean lost = at == null && !word.startsWith("/");
    Path to = lost ? null : path(at, word).orElse(null);
    if (to == null || !Files.isDirectory(to)) {
      return null;
    }
    outside.add(to);
    return to;
  }

  /**
   * The path of a word, unless it is an absolute one elsewhere; where the folder is not known, that
   * of the whole command is taken.
   */
  private Optional<Path> path(@Nullable Path at, String word) {
    Path from = at == null ? folder : at;
    if (word.indexOf(Token.ELSEWHERE) >= 0) {
      return Optional.empty();
    }
    try {
      Path named = Path.of(word);
      Path path = from.resolve(named).normalize();
      if (path.startsWith(folder)) {
        return Optional.of(path);
      }
      boolean ours = from.startsWith(folder) || outside.contains(from);
      return ours && !named.isAbsolute() ? Optional.of(path) : OwnFolder.within(folder, path);
    } catch (InvalidPathException e) {
      FileNames.checkAbsent(from, word, e);
      return Optional.empty();
    }
  }
}

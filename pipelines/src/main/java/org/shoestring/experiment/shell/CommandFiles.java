package org.shoestring.experiment.shell;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.FileNames;

/**
 * The files that a command names, found as its shell finds them: by the words of its text, in the
 * folder that {@code cd} has led to.
 */
public final class CommandFiles {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\0([^\0]*)\0");
  private static final Pattern SEVERAL_WORDS = Pattern.compile("(?s).*[\\s'\"|&;<>()].*");
  private static final Pattern MODULE =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}\\p{N}_]+)*");
  private static final Pattern MODULE_FOLLOWS = Pattern.compile("-[A-Za-z]*m");
  private static final String MODULES = "PYTHONPATH";
  private static final int NESTED = 3;

  private final Path folder;

  /** Folders elsewhere that words relative to the experiment's folder have led to. */
  private final Set<Path> outside = new HashSet<>();

  private final Map<String, String> variables;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> packages = new LinkedHashSet<>();
  private final Set<String> unknown = new TreeSet<>();

  /** What holds within the parentheses around a command. */
  private static final class Shell {
    private final List<String> words = new ArrayList<>();
    private @Nullable Path at;

    Shell(@Nullable Path at) {
      this.at = at;
    }
  }

  /**
   * Finds the files.
   *
   * @param folder where the command runs, absolute
   * @param variables that are known when it starts
   */
  public CommandFiles(Path folder, Map<String, String> variables, ShellText text)
      throws IOException {
    this.folder = folder;
    this.variables = new HashMap<>(variables);
    read(text, folder, 0);
  }

  /** The files, absolute, in the order in which they are named. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /** The folders of packages and of programs that the command starts, absolute. */
  public List<Path> packages() {
    return List.copyOf(packages);
  }

  /** Words that seem to name programs by variables whose values are not known. */
  public List<String> unknown() {
    return List.copyOf(unknown);
  }

  private void read(ShellText text, @Nullable Path at, int nested) throws IOException {
    Deque<Shell> shells = new ArrayDeque<>();
    Shell shell = new Shell(at);
    boolean piped = false;
    for (Token token : text.tokens()) {
      switch (token.kind()) {
        case WORD -> {
          if (!shell.words.isEmpty() || !ShellText.LEADING.contains(token.text())) {
            shell.words.add(token.text());
          }
        }
        case SOURCE -> mention(shell.at, token.text(), nested);
        case TARGET -> {}
        case END, PIPE -> {
          Path moved = command(shell, nested);
          boolean own = piped || token.kind() == Token.Kind.PIPE;
          shell.at = own ? shell.at : moved;
          piped = token.kind() == Token.Kind.PIPE;
          shell.words.clear();
        }
        case OPEN -> {
          shells.push(shell);
          shell = new Shell(shell.at);
        }
        case CLOSE -> {
          if (!shells.isEmpty()) {
            shell = shells.pop();
          }
        }
      }
    }
  }

  /** Looks at the words of one command; returns where the next one runs. */
  private @Nullable Path command(Shell shell, int nested) throws IOException {
    List<String> words = shell.words;
    int first = 0;
    Map<String, String> own = new HashMap<>();
    while (first < words.size()) {
      Matcher assignment = ASSIGNMENT.matcher(words.get(first));
      if (!assignment.matches()) {
        break;
      }
      value(shell.at, assignment.group(2)).ifPresent(v -> own.put(assignment.group(1), v));
      first++;
    }
    for (String word : words) {
      mention(shell.at, word, nested);
    }
    if (first == words.size()) {
      variables.putAll(own);
      return shell.at;
    }
    if (words.get(first).equals("export")) {
      for (String word : words.subList(first, words.size())) {
        Matcher assignment = ASSIGNMENT.matcher(word);
        if (assignment.matches()) {
          value(shell.at, assignment.group(2))
              .ifPresent(v -> variables.put(assignment.group(1), v));
        }
      }
    }
    modules(shell.at, words, own.getOrDefault(MODULES, variables.getOrDefault(MODULES, "")));
    return words.get(first).equals("cd") || words.get(first).equals("pushd")
        ? changed(shell.at, words.subList(first + 1, words.size()))
        : shell.at;
  }

  /** Where {@code cd} leads with these words; null if that cannot be told. */
  private @Nullable Path changed(@Nullable Path at, List<String> words) {
    Optional<String> target =
        words.stream().filter(word -> !word.startsWith("-")).findFirst().flatMap(w -> value(at, w));
    boolean lost = at == null && !target.orElse("").startsWith("/");
    Path to = lost ? null : target.flatMap(word -> path(at, word)).orElse(null);
    if (to == null || !Files.isDirectory(to)) {
      return null;
    }
    outside.add(to);
    return to;
  }

  /** A word with the values of its variables; empty if one is not known. */
  private Optional<String> value(@Nullable Path at, String word) {
    Matcher variable = VARIABLE.matcher(word);
    StringBuilder value = new StringBuilder();
    while (variable.find()) {
      String name = variable.group(1);
      String known = name.equals("PWD") ? (at == null ? null : at.toString()) : variables.get(name);
      if (known == null) {
        return Optional.empty();
      }
      variable.appendReplacement(value, Matcher.quoteReplacement(known));
    }
    return Optional.of(variable.appendTail(value).toString());
  }

  /** Takes note of what a word may name: all of it, or what stands behind its '='. */
  private void mention(@Nullable Path at, String word, int nested) throws IOException {
    Optional<String> value = value(at, word);
    if (value.isEmpty()) {
      String end = word.substring(word.lastIndexOf(Token.VARIABLE) + 1);
      if (end.startsWith("/") && ProgramFiles.isProgram(end) && word.indexOf("{") < 0) {
        unknown.add(VARIABLE.matcher(word).replaceAll("\\$$1"));
      }
      return;
    }
    boolean found = find(at, value.get());
    int equals = value.get().indexOf('=');
    if (equals >= 0) {
      found |= find(at, value.get().substring(equals + 1));
    }
    if (!found && nested < NESTED && SEVERAL_WORDS.matcher(value.get()).matches()) {
      read(ShellText.read(plain(value.get())), at, nested + 1);
    }
  }

  /** Takes the file that a word names, or those that it stands for; false if there is none. */
  private boolean find(@Nullable Path at, String word) throws IOException {
    if (word.isEmpty()) {
      return false;
    }
    int before = files.size() + packages.size();
    if (word.chars().anyMatch(c -> c >= Token.STAR && c <= Token.BRACKET)) {
      matching(at, word);
    }
    Optional<Path> path = path(at, plain(word));
    if (path.isPresent() && Files.isRegularFile(path.get())) {
      files.add(path.get());
    } else if (path.isPresent() && Files.isRegularFile(path.get().resolve("__main__.py"))) {
      packages.add(path.get());
    }
    return files.size() + packages.size() > before;
  }

  /** The files that a pattern stands for. */
  private void matching(@Nullable Path at, String pattern) throws IOException {
    int slash = plain(pattern).lastIndexOf('/');
    Optional<Path> parent = path(at, plain(pattern.substring(0, slash + 1)));
    if (parent.isEmpty() || !Files.isDirectory(parent.get())) {
      return;
    }
    try (Stream<Path> entries = Files.list(parent.get())) {
      PathMatcher matcher =
          FileSystems.getDefault().getPathMatcher("glob:" + escaped(pattern.substring(slash + 1)));
      entries
          .filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .forEach(files::add);
    } catch (PatternSyntaxException e) {
      return; // To the shell it is no pattern either.
    }
  }

  /** A pattern of ours as one of Java's: what quotes protect is protected there too. */
  private static String escaped(String pattern) {
    StringBuilder glob = new StringBuilder();
    boolean bracket = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      bracket |= c == Token.BRACKET;
      if (c >= Token.STAR && c <= Token.BRACKET) {
        glob.append("\0*?[".charAt(c));
      } else if (!bracket && "*?[]{}\\".indexOf(c) >= 0) {
        glob.append('\\').append(c);
      } else {
        glob.append(c);
      }
      bracket &= c != ']';
    }
    return glob.toString();
  }

  private static String plain(String word) {
    return word.replace(Token.STAR, '*').replace(Token.QUESTION, '?').replace(Token.BRACKET, '[');
  }

  /** Modules that Python is told to run: {@code -m package.module}. */
  private void modules(@Nullable Path at, List<String> words, String searched) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (!MODULE_FOLLOWS.matcher(words.get(i)).matches()
          || !MODULE.matcher(words.get(i + 1)).matches()) {
        continue;
      }
      String module = words.get(i + 1);
      path(at, ".").ifPresent(root -> module(root, module));
      for (String root : searched.split(":", -1)) {
        if (!root.isEmpty()) {
          path(at, root).ifPresent(path -> module(path, module));
        }
      }
    }
  }

  private void module(Path root, String module) {
    Path file = root.resolve(module.replace('.', '/') + ".py");
    Path inner = root.resolve(module.replace('.', '/'));
    if (Files.isRegularFile(file) && module.indexOf('.') < 0) {
      files.add(file);
    } else if (Files.isRegularFile(file) || Files.isRegularFile(inner.resolve("__main__.py"))) {
      packages.add(root.resolve(module.replaceFirst("\\..*", "")));
    }
  }

  /**
   * The path of a word, unless it is an absolute one elsewhere; where the folder is not known, that
   * of the whole command is taken.
   */
  private Optional<Path> path(@Nullable Path at, String word) {
    try {
      Path from = at == null ? folder : at;
      Path named = Path.of(word);
      Path path = from.resolve(named).normalize();
      boolean ours = from.startsWith(folder) || outside.contains(from);
      return path.startsWith(folder) || (ours && !named.isAbsolute())
          ? Optional.of(path)
          : Optional.empty();
    } catch (InvalidPathException e) {
      FileNames.checkAbsent(at == null ? folder : at, word, e);
      return Optional.empty();
    }
  }
}

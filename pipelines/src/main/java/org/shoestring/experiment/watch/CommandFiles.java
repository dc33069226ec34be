package org.shoestring.experiment.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.experiment.shell.Token;

/**
 * The files that a command names, found as its shell finds them: by the words of its text, in the
 * folder that {@code cd} has led to. Where it is not certain which file a word names, all that it
 * may name are found.
 */
public final class CommandFiles {
  private static final Pattern SEVERAL_WORDS = Pattern.compile("(?s).*[\\s'\"|&;<>()].*");
  private static final Pattern BETWEEN_NAMES = Pattern.compile("[\\s'\"`|&;<>()=,:@{}\\[\\]\\\\]+");
  private static final int NESTED = 3;

  private final NamedFiles named;
  private final Variables variables;
  private final Set<String> unknown = new TreeSet<>();
  private final Set<String> outputs = new TreeSet<>();

  /**
   * Finds the files.
   *
   * @param folder where the command runs, absolute
   * @param set variables that the experiment sets, which may name files themselves; any other one
   *     may have another value on each machine
   * @param shell the words before the command's text
   */
  public CommandFiles(Path folder, Map<String, String> set, List<String> shell, ShellText text)
      throws IOException {
    this.named = new NamedFiles(folder);
    this.variables = new Variables(set);
    for (String value : set.values()) {
      named.addRoots(folder, value);
    }
    for (String value : set.values()) {
      named.add(folder, value, false);
    }
    CommandWords words = new CommandWords(shell);
    look(words, new WorkingFolder(folder), 0, true);
    read(text, new WorkingFolder(folder), 0, true);
  }

  /** The files, absolute, in the order in which they are named. */
  public List<Path> files() {
    return List.copyOf(named.files());
  }

  /** The folders of packages and of programs that the command starts, absolute. */
  public List<Path> packages() {
    return List.copyOf(named.packages());
  }

  /** The folders that the command names, in which its programs may look for others. */
  public List<Path> folders() {
    return named.roots();
  }

  /** The folders that the command writes files to, absolute. */
  List<Path> writtenIn() {
    return named.writtenIn();
  }

  /** Words that name files, or folders of named files, which options usually write. */
  public List<String> outputs() {
    Set<String> all = new TreeSet<>(outputs);
    all.addAll(named.usedOutputFolders());
    return List.copyOf(all);
  }

  /**
   * Words that seem to name programs by variables whose values are not known, and that name none in
   * the experiment's folder.
   */
  public List<String> unknown() {
    return List.copyOf(unknown);
  }

  /**
   * Reads a text.
   *
   * @param isShell whether it is certain that a shell reads it, which may be in another language
   */
  private void read(ShellText text, WorkingFolder begin, int nested, boolean isShell)
      throws IOException {
    Deque<WorkingFolder> outer = new ArrayDeque<>();
    Deque<CommandWords> outerWords = new ArrayDeque<>();
    WorkingFolder place = begin;
    CommandWords words = new CommandWords();
    boolean piped = false;
    for (Token token : text.tokens()) {
      switch (token.kind()) {
        case WORD -> words.add(token.text());
        case SOURCE -> {
          String value = variables.in(token.text(), place.at());
          mention(place.at(), token.text(), value, isShell);
        }
        case TARGET -> named.addWritten(place.at(), variables.in(token.text(), place.at()));
        case DOCUMENT -> embedded(place.at(), token.text(), nested, false);
        case END, PIPE -> {
          WorkingFolder before = new WorkingFolder(place);
          look(words, place, nested, isShell);
          boolean own = piped || token.kind() == Token.Kind.PIPE;
          place = own ? before : place;
          piped = token.kind() == Token.Kind.PIPE;
          words = new CommandWords();
        }
        case OPEN -> {
          outer.push(place);
          outerWords.push(words);
          place = new WorkingFolder(place);
          words = new CommandWords();
        }
        case CLOSE -> {
          if (!outer.isEmpty()) {
            place = outer.pop();
            words = outerWords.pop();
          }
        }
      }
    }
  }

  /** Looks at the words of one command, which may change the place of the next one. */
  private void look(CommandWords words, WorkingFolder place, int nested, boolean isShell)
      throws IOException {
    @Nullable Path at = place.at();
    if (words.movesTo(place, named, variables)) {
      if (place.at() == null) {
        for (String word : words.operands()) {
          named.addRoots(at, variables.in(word, at));
        }
      }
      return;
    }
    for (String word : words.written()) {
      named.addWritten(at, variables.in(word, at));
      if (words.program().equals("rm")) {
        named.addRemoved(at, variables.in(word, at));
      }
    }
    List<String> values = words.all().stream().map(word -> variables.in(word, at)).toList();
    for (int i = 0; i < values.size(); i++) {
      if (words.isOutput(i)) {
        named.addOutput(at, values.get(i));
      } else {
        named.addRoots(at, values.get(i));
      }
    }
    Variables before = variables.copy();
    variables.assign(words, at);
    for (int i = 0; i < values.size(); i++) {
      if (words.isOutput(i)) {
        if (named.isFile(at, values.get(i))) {
          outputs.add(ShellPattern.plain(values.get(i)));
        }
      } else {
        mention(at, words.all().get(i), values.get(i), isShell);
        if (nested < NESTED
            && SEVERAL_WORDS.matcher(values.get(i)).matches()
            && !named.isFile(at, values.get(i))) {
          embedded(at, ShellPattern.plain(values.get(i)), nested, words.isForShell(i));
        }
      }
    }
    if (!words.isAssigning()) {
      variables.restore(before);
    }
    for (String module : CodeModules.run(values)) {
      named.addModule(at, module);
    }
    for (String path : CodeModules.loaded(values)) {
      addLoaded(at, path);
    }
    for (String file : words.unnamedFiles()) {
      named.add(at, file, false);
    }
    for (String config : words.hydraConfigs(values)) {
      for (String depth : List.of("", Token.STAR + "/", Token.STAR + "/" + Token.STAR + "/")) {
        named.addFoldersOf(at, depth + config);
      }
    }
  }

  /** Takes note of what a word may name. */
  private void mention(@Nullable Path at, String word, String value, boolean isShell)
      throws IOException {
    boolean found = named.add(at, value, isShell);
    int last = value.lastIndexOf(Token.UNKNOWN);
    String end = value.substring(last + 1);
    boolean isProgram = last >= 0 && end.startsWith("/") && ProgramFiles.isProgram(end);
    if (isProgram && !found && word.indexOf("{") < 0) {
      unknown.add(Variables.shown(word));
    }
  }

  /** Takes note of what a text within the command may name: it may be a program in any language. */
  private void embedded(@Nullable Path at, String text, int nested, boolean isShell)
      throws IOException {
    if (!isShell) {
      addNames(at, text);
    }
    if (nested < NESTED) {
      read(ShellText.read(text), new WorkingFolder(at), nested + 1, isShell);
    }
  }

  /** Takes what a text may name whose language is not known. */
  private void addNames(@Nullable Path at, String text) throws IOException {
    Set<String> parts =
        new LinkedHashSet<>(List.of(BETWEEN_NAMES.split(text.replace(Token.UNKNOWN, ' '), -1)));
    for (String part : parts) {
      if (!part.isEmpty()) {
        named.addRoots(at, part);
        named.add(at, part, false);
      }
    }
    for (String module : CodeModules.imported(text)) {
      named.addModule(at, module);
    }
    for (String path : CodeModules.taken(text)) {
      addLoaded(at, path);
    }
  }

  private void addLoaded(@Nullable Path at, String path) throws IOException {
    for (String ending : List.of(".pm", ".rb", ".js")) {
      named.add(at, path + ending, false);
    }
  }
}

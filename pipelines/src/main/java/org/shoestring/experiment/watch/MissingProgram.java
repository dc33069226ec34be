package org.shoestring.experiment.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.experiment.shell.Token;

/**
 * The program file that a command begins with and that is not there. Only what is certain counts:
 * the first command that does more than set variables and change the folder, and a relative path
 * without anything that the shell expands.
 *
 * @param word the path as the command has it
 * @param file where it should be
 */
public record MissingProgram(String word, Path file) {
  private static final Pattern INTERPRETER =
      Pattern.compile("(.*/)?(python[0-9.]*|perl|ruby|node|Rscript|(ba|da|z|k)?sh)");

  private static final Pattern SCRIPT = Pattern.compile("(?s).+\\.(py|pl|rb|js|R|sh)");
  private static final Pattern FLAGS = Pattern.compile("-[uOBsSEI]+");
  private static final Set<String> STARTING = Set.of("nohup", "exec", "command", "env", "setsid");
  private static final Set<String> SETTING = Set.of("set", "export", "");

  /** Finds it; empty if it is there, or nothing is certain. */
  public static Optional<MissingProgram> of(ShellText text, Path folder) {
    NamedFiles named = new NamedFiles(folder);
    WorkingFolder place = new WorkingFolder(folder);
    CommandWords words = new CommandWords();
    for (Token token : text.tokens()) {
      switch (token.kind()) {
        case WORD -> words.add(token.text());
        case END -> {
          boolean moved =
              words.all().stream().allMatch(MissingProgram::isPlain)
                  && words.movesTo(place, named, Variables.NONE);
          Path at = place.at();
          if (at == null || (!moved && !SETTING.contains(words.program()))) {
            return at == null ? Optional.empty() : of(words, at);
          }
          words = new CommandWords();
        }
        case PIPE -> {
          Path at = place.at();
          return at == null ? Optional.empty() : of(words, at);
        }
        case SOURCE, TARGET -> {}
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<MissingProgram> of(CommandWords command, Path at) {
    List<String> words = command.all();
    int first = command.first();
    while (first < words.size() && STARTING.contains(words.get(first))) {
      first = command.first(first + 1);
    }
    if (first < words.size() && INTERPRETER.matcher(words.get(first)).matches()) {
      do {
        first++;
      } while (first < words.size() && FLAGS.matcher(words.get(first)).matches());
      return first < words.size() && SCRIPT.matcher(words.get(first)).matches()
          ? of(words.get(first), at)
          : Optional.empty();
    }
    return first < words.size() && words.get(first).indexOf('/') > 0
        ? of(words.get(first), at)
        : Optional.empty();
  }

  private static Optional<MissingProgram> of(String word, Path at) {
    if (!isPlain(word) || word.startsWith("/") || word.startsWith("../") || word.startsWith("~")) {
      return Optional.empty();
    }
    Path file = at.resolve(word).normalize();
    return Files.exists(file) ? Optional.empty() : Optional.of(new MissingProgram(word, file));
  }

  /** Whether nothing in a word is expanded, neither by the shell nor by us. */
  private static boolean isPlain(String word) {
    return word.chars().noneMatch(c -> c < ' ' || c == '{');
  }
}

package org.shoestring.cli.training;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.spec.Shown;
import org.shoestring.train.SidecarTraining;

/**
 * The words after {@code --}: a program and its arguments, or a single word with blanks, which is a
 * line for {@code sh}.
 */
record UserCommand(List<String> words) implements SidecarTraining.Command {
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\{checkpoints}");

  UserCommand {
    words = List.copyOf(words);
  }

  private boolean isForShell() {
    return words.size() == 1 && words.get(0).strip().contains(" ");
  }

  /** Whether it has the placeholder for the folder of checkpoints. */
  boolean namesCheckpoints() {
    return words.stream().anyMatch(word -> PLACEHOLDER.matcher(word).find());
  }

  @Override
  public List<String> in(Path checkpoints) {
    if (!isForShell()) {
      String folder = Matcher.quoteReplacement(checkpoints.toString());
      return words.stream().map(word -> PLACEHOLDER.matcher(word).replaceAll(folder)).toList();
    }
    String line = words.get(0);
    ShellText text = ShellText.read(line);
    String complete =
        PLACEHOLDER
            .matcher(line)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(text.write(match.start(), checkpoints.toString())));
    return List.of("/bin/sh", "-c", complete);
  }

  @Override
  public String shown() {
    if (isForShell()) {
      return "'sh -c' and a line for it";
    }
    int more = words.size() - 1;
    String program = Shown.quoted(words.get(0));
    return more == 0 ? program : program + " and " + more + " more word" + (more == 1 ? "" : "s");
  }
}

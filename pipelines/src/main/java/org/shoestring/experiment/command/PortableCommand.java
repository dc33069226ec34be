package org.shoestring.experiment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.experiment.Placeholders;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.pipeline.process.ThisProgram;
import org.shoestring.spec.UsageException;
import org.shoestring.transform.piping.PipeLines;
import org.shoestring.worker.ShellCommand;

/**
 * A command as it travels to the machine that runs it, where its placeholders get their values.
 *
 * <p>Local copies of outputs, and the words of {@code {shoestring}}, are of that machine. The
 * experiment's folder and the files of it that the command uses are not sent: they are named by
 * path, so another machine needs the same files at the same paths.
 *
 * @param command the text with placeholders; its shell, its folder and its environment
 * @param values of placeholders that are the same on every machine
 * @param usesSelf whether it starts this program
 * @param files that it needs, by absolute paths
 */
public record PortableCommand(
    ShellCommand command, Map<String, String> values, boolean usesSelf, List<String> files)
    implements PipeLines.Command {
  private static final long serialVersionUID = 1;

  static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{|(?<!\\$)\\{([\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_.-]*)}");

  public PortableCommand {
    values = new TreeMap<>(values);
    files = List.copyOf(files);
  }

  @Override
  public ShellCommand on(Map<String, Path> paths, Path folder) throws IOException {
    checkFiles();
    Map<String, String> all = new LinkedHashMap<>(values);
    paths.forEach((name, path) -> all.put(name, path.toString()));
    List<String> self = usesSelf ? ThisProgram.command(folder) : List.of();
    ShellText shellText = ShellText.read(command.text());
    String expanded =
        PLACEHOLDER
            .matcher(command.text())
            .replaceAll(match -> Matcher.quoteReplacement(expanded(match, shellText, all, self)));
    Map<String, String> variables = new LinkedHashMap<>();
    all.forEach((name, value) -> variables.put(CommandTemplate.variable(name), value));
    return new ShellCommand(command.shell(), expanded, command.folder(), command.environment())
        .with(variables);
  }

  private static String expanded(
      MatchResult match, ShellText shellText, Map<String, String> values, List<String> self) {
    String name = match.group(1);
    if (name == null) {
      return "{";
    }
    if (name.equals(Placeholders.SHOESTRING)) {
      return shellText.write(match.start(), self);
    }
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no value for {" + name + "}");
    }
    return shellText.write(match.start(), value);
  }

  private void checkFiles() {
    if (!Files.isDirectory(Path.of(command.folder()))) {
      throw missing("runs in the folder " + command.folder());
    }
    for (String file : files) {
      if (!Files.exists(Path.of(file))) {
        throw missing("needs the file " + file);
      }
    }
  }

  private UsageException missing(String what) {
    return new UsageException(
        "command '"
            + command.text()
            + "' "
            + what
            + ", which does not exist on machine "
            + LeaseHolder.self().host()
            + ". The experiment's folder is not sent to other machines: copy it there, to the same"
            + " path");
  }
}

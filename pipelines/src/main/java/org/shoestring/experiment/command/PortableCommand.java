package org.shoestring.experiment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.experiment.Placeholders;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.files.SafePath;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.pipeline.process.ThisProgram;
import org.shoestring.spec.UsageException;
import org.shoestring.store.object.ChangedFileException;
import org.shoestring.store.object.HashedFile;
import org.shoestring.table.Output;
import org.shoestring.table.local.SentFiles;
import org.shoestring.transform.piping.PipeLines;
import org.shoestring.worker.ShellCommand;

/**
 * A command as it travels to the machine that runs it, where its placeholders get their values.
 *
 * <p>Local copies of outputs, and the words of {@code {shoestring}}, are of that machine. The files
 * of the experiment's folder are named by path here. For workers on other machines, {@link
 * #sentWith} sends them along.
 *
 * @param command the text with placeholders; its shell, its folder and its environment
 * @param values of placeholders that are the same on every machine
 * @param usesSelf whether it starts this program
 * @param files that it needs
 * @param folders that it needs though they may be empty, relative to its own
 */
public record PortableCommand(
    ShellCommand command,
    Map<String, String> values,
    boolean usesSelf,
    List<NeededFile> files,
    Set<String> folders)
    implements PipeLines.Command {
  private static final long serialVersionUID = 1;

  static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{|(?<!\\$)\\{([\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_.-]*)}");

  public PortableCommand {
    values = new TreeMap<>(values);
    files = List.copyOf(files);
    folders = new TreeSet<>(folders);
  }

  @Override
  public ShellCommand on(Map<String, Path> paths, Path folder) throws IOException {
    checkFiles();
    return complete(paths, folder, Map.of());
  }

  /**
   * The command as it is run.
   *
   * @param marks what stands for other texts of its own, which are no variables
   */
  ShellCommand complete(Map<String, Path> paths, Path folder, Map<String, String> marks)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(values);
    paths.forEach((name, path) -> all.put(name, path.toString()));
    Map<String, String> known = new LinkedHashMap<>(marks);
    known.putAll(all);
    List<String> self = usesSelf ? ThisProgram.command(folder) : List.of();
    ShellText shellText = ShellText.read(command.text());
    String expanded =
        PLACEHOLDER
            .matcher(command.text())
            .replaceAll(match -> Matcher.quoteReplacement(expanded(match, shellText, known, self)));
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
    for (NeededFile file : files) {
      if (!Files.exists(Path.of(file.path()))) {
        throw missing("needs the file " + file.path());
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
            + ". This runner does not send the experiment's folder to other machines: copy it"
            + " there, to the same path, or use a runner that does: flink-cluster");
  }

  @Override
  public PipeLines.Command sentWith(Output making) throws IOException {
    Map<String, HashedFile> sent = new TreeMap<>();
    for (NeededFile file : files) {
      if (SafePath.fault(file.label()).isPresent()) {
        throw new UsageException(
            "command '"
                + command.text()
                + "' needs the file "
                + file.path()
                + ", which cannot be sent to the workers of this runner, because it is not in the"
                + " experiment's folder "
                + command.folder()
                + ". Copy it there, and name it by its relative path. If it is a program that is"
                + " installed on each worker, name it without its folder");
      }
      HashedFile now = HashedFile.of(Path.of(file.path()));
      if (!now.sha256().equals(file.sha256())) {
        throw new ChangedFileException(now.path());
      }
      sent.put(file.label(), now);
    }
    return SentCommand.of(this, SentFiles.send(making, sent));
  }
}

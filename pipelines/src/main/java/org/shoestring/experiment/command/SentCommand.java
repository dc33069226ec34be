package org.shoestring.experiment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.shoestring.experiment.watch.OwnFolder;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.local.SentFiles;
import org.shoestring.transform.piping.PipeLines;
import org.shoestring.worker.CommandEnvironment;
import org.shoestring.worker.ShellCommand;

/**
 * A command that travels to other machines with its files. Each of them makes a copy of the files,
 * with the paths that they have in the experiment's folder, and runs the command there. Where the
 * command, its shell or its variables have the path of the experiment's folder, they have that of
 * the copy on a worker.
 *
 * @param command without files, with a mark in place of the folder
 * @param mark nothing else in the command has it
 */
record SentCommand(PortableCommand command, String mark, SentFiles files)
    implements PipeLines.Command {
  private static final long serialVersionUID = 1;

  /** The command of a folder of this machine. */
  static SentCommand of(PortableCommand command, SentFiles files) {
    ShellCommand here = command.command();
    Path folder = Path.of(here.folder());
    String mark = "_folder-" + UUID.randomUUID();
    String braced = "{" + mark + "}";
    ShellCommand marked =
        new ShellCommand(
            here.shell().stream().map(word -> OwnFolder.replace(folder, word, braced)).toList(),
            OwnFolder.replace(folder, here.text(), braced),
            here.folder(),
            replaced(here.environment(), text -> OwnFolder.replace(folder, text, braced)));
    return new SentCommand(
        new PortableCommand(
            marked, command.values(), command.usesSelf(), List.of(), command.folders()),
        mark,
        files);
  }

  private interface Replacement {
    String in(String text);
  }

  private static CommandEnvironment replaced(
      CommandEnvironment environment, Replacement replacement) {
    Map<String, String> set = new TreeMap<>();
    environment.set().forEach((name, value) -> set.put(name, replacement.in(value)));
    return new CommandEnvironment(set, environment.passed());
  }

  @Override
  public ShellCommand on(Map<String, Path> copies, Path folder) throws IOException {
    Path here = files.bring(folder.resolve("_files-" + files.id()), Warnings::tell);
    for (String needed : command.folders()) {
      Files.createDirectories(here.resolve(needed));
    }
    String braced = "{" + mark + "}";
    ShellCommand marked = command.command();
    ShellCommand placed =
        new ShellCommand(
            marked.shell().stream().map(word -> word.replace(braced, here.toString())).toList(),
            marked.text(),
            here.toString(),
            replaced(marked.environment(), text -> text.replace(braced, here.toString())));
    return new PortableCommand(
            placed, command.values(), command.usesSelf(), List.of(), command.folders())
        .complete(copies, folder, Map.of(mark, here.toString()));
  }
}

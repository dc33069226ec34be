package org.shoestring.experiment.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Placeholders;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.experiment.watch.CommandFiles;
import org.shoestring.experiment.watch.MissingProgram;
import org.shoestring.experiment.watch.OwnFolder;
import org.shoestring.experiment.watch.WatchedFiles;
import org.shoestring.pipeline.process.Version;
import org.shoestring.spec.UsageException;
import org.shoestring.store.glob.Glob;
import org.shoestring.table.local.FileHashes;
import org.shoestring.table.record.Recipe;
import org.shoestring.worker.ShellCommand;

/** What decides what a command does: its text, settings, seed, and the files that it names. */
public final class CommandFacts {
  /** In place of the path of the experiment's folder; a command cannot have it. */
  private static final String FOLDER = "/{folder}";

  private final CommandTemplate command;
  private final String where;
  private final ShellText text;
  private final CommandSettings settings;
  private final List<String> files;
  private final CommandSeed seed;

  /** What was found when the facts were last told. */
  private volatile @Nullable WatchedFiles last;

  /** The hashes that were told then, by the labels of the files. */
  private volatile Map<String, String> lastHashes = Map.of();

  CommandFacts(
      CommandTemplate command,
      String where,
      ShellText text,
      CommandSettings settings,
      List<String> files,
      CommandSeed seed) {
    this.command = command;
    this.where = where;
    this.text = text;
    this.settings = settings;
    this.files = files;
    this.seed = seed;
  }

  /**
   * What a recipe says of the command: the text with its inputs by number, the shell if it is not
   * the usual one, the variables that are set for it, the hashes of the files that are watched, and
   * the seed if it is given one. The path of the experiment's folder is in none of them.
   */
  public List<Recipe.Fact> of(StageContext context) throws IOException {
    Experiment experiment = context.experiment();
    Path folder = experiment.folder();
    List<Recipe.Fact> facts = new ArrayList<>();
    facts.add(new Recipe.Fact("command", OwnFolder.replace(folder, command.canonical(), FOLDER)));
    if (!settings.shell().equals(ShellCommand.DEFAULT_SHELL)) {
      facts.add(new Recipe.Fact("shell", literal(folder, String.join(" ", settings.shell()))));
    }
    settings
        .environment()
        .deciding()
        .forEach(
            (name, value) -> facts.add(new Recipe.Fact("env " + name, literal(folder, value))));
    FileHashes hashes = new FileHashes(new HashFolder(context.workDir().resolve("_hashes")));
    WatchedFiles watched = look(experiment);
    Map<String, String> told = new TreeMap<>();
    for (Map.Entry<String, Path> file : watched.files().entrySet()) {
      told.put(file.getKey(), hash(hashes, file.getValue()));
    }
    lastHashes = told;
    told.forEach((label, hash) -> facts.add(new Recipe.Fact("file " + label, hash)));
    seed(experiment, watched)
        .ifPresent(value -> facts.add(new Recipe.Fact(Placeholders.SEED, Long.toString(value))));
    if (command.uses(Placeholders.SHOESTRING)) {
      facts.add(new Recipe.Fact(Placeholders.SHOESTRING, Version.text()));
    }
    return facts;
  }

  /**
   * A text that may have anything in it, without the folder's path. What looks like its mark gets
   * one brace more; in a command that would be an unknown placeholder.
   */
  private static String literal(Path folder, String text) {
    String marked = text.replaceAll("/\\{(\\{*)folder}", "/{{$1folder}");
    return OwnFolder.replace(folder, marked, FOLDER);
  }

  private String hash(FileHashes hashes, Path file) throws IOException {
    try {
      return hashes.of(file);
    } catch (AccessDeniedException e) {
      throw new UsageException(
          where + ": the command names " + file + ", which cannot be read; chmod or chown it");
    }
  }

  /** The seed that the command is given, as the facts have it; empty for none. */
  OptionalLong seed(Experiment experiment) throws IOException {
    return seed(experiment, watched(experiment));
  }

  private OptionalLong seed(Experiment experiment, WatchedFiles watched) throws IOException {
    return seed.of(experiment, command.uses(Placeholders.SEED), watched);
  }

  /** The files that decide what the command does, as they were when the facts were last told. */
  private WatchedFiles watched(Experiment experiment) throws IOException {
    WatchedFiles found = last;
    return found == null ? look(experiment) : found;
  }

  private WatchedFiles look(Experiment experiment) throws IOException {
    Path folder = experiment.folder();
    CommandFiles named =
        new CommandFiles(folder, settings.environment().set(), settings.shell(), text);
    WatchedFiles watched = new WatchedFiles(folder, Path.of(experiment.workspace()), named);
    for (String name : files) {
      watched.add(where, name);
    }
    last = watched;
    return watched;
  }

  /** The folders that the command needs, below that of the experiment, though it fills none. */
  Set<String> folders(Experiment experiment) throws IOException {
    return watched(experiment).folders();
  }

  /** The files that decide what the command does, with the hashes that were told last. */
  List<NeededFile> files(Experiment experiment) throws IOException {
    List<NeededFile> needed = new ArrayList<>();
    watched(experiment)
        .files()
        .forEach(
            (label, file) ->
                needed.add(
                    new NeededFile(
                        label,
                        file.toAbsolutePath().toString(),
                        lastHashes.getOrDefault(label, ""))));
    return needed;
  }

  /** What the command may do by files that are not watched, a sentence each. */
  public List<String> unwatched(Experiment experiment) throws IOException {
    List<String> sentences = new ArrayList<>();
    WatchedFiles watched = watched(experiment);
    CommandFiles named = watched.named();
    watched
        .unwatched()
        .forEach(
            (file, by) ->
                sentences.add(
                    file
                        + " is not watched, but "
                        + by
                        + " seems to use it; add 'files: ["
                        + file
                        + "]' to the stage"));
    for (String at : watched.unwatchedFolders()) {
      sentences.add(
          "the files in the folder "
              + at
              + " are not watched; if they decide the result, add 'files: ["
              + at
              + "]' to the stage");
    }
    for (String word : named.outputs()) {
      sentences.add(
          "'"
              + word
              + "' is not watched, because the option before it usually names an output; if it decides"
              + " the result, add it to 'files' of the stage");
    }
    for (String word : named.unknown()) {
      sentences.add(
          "'"
              + word
              + "' is not watched, because it may be a different file on each machine; set its"
              + " variable with 'env', or add the file to 'files' of the stage");
    }
    return sentences;
  }

  /**
   * Fails for a file that the command needs and that is not there, as far as that is certain.
   *
   * @throws UsageException with the file
   */
  public void checkFiles(Path folder) {
    MissingProgram.of(text, folder)
        .ifPresent(missing -> refuse("the command runs", missing.word(), missing.file()));
    for (String name : files) {
      if (!Glob.isGlob(name) && !Files.exists(folder.resolve(name))) {
        refuse("files names", name, folder.resolve(name));
      }
    }
  }

  private void refuse(String what, String name, Path file) {
    throw new UsageException(where + ": " + what + " '" + name + "', but there is no file " + file);
  }
}

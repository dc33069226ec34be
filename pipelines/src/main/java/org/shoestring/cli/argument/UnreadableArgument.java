package org.shoestring.cli.argument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.shoestring.experiment.Experiment;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Workspace;

/**
 * Why what a user named holds neither lines nor an output, and what to name instead. Stores are
 * asked only when nothing was found.
 */
public final class UnreadableArgument {
  private UnreadableArgument() {}

  /** Ends the search of a folder that has objects. */
  private static final class FoundException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Whether the name is that of a file that can be an experiment. */
  public static boolean isYaml(String text) {
    return text.endsWith(".yaml") || text.endsWith(".yml");
  }

  /** The experiment in a file of this machine, if it is one. */
  public static Optional<Experiment> experiment(String text) throws IOException {
    if (!isYaml(text) || Location.isRemote(text) || !Files.isRegularFile(Path.of(text))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Experiment.read(Path.of(text), List.of()));
    } catch (UsageException e) {
      return Optional.empty();
    }
  }

  /** Fails if a whole experiment is named. */
  static void refuseExperiment(String text) throws IOException {
    Optional<Experiment> experiment = experiment(text);
    if (experiment.isPresent()) {
      String stages =
          experiment.get().stages().keySet().stream()
              .map(stage -> text + ":" + stage)
              .collect(Collectors.joining(", "));
      throw new UsageException(text + ": this is an experiment; choose a stage: " + stages);
    }
  }

  /** Fails if a workspace is named. */
  public static void refuseWorkspace(Stores stores, String text) throws IOException {
    if (Workspace.isAt(stores.at(text))) {
      throw new UsageException(
          text
              + ": this is a workspace; choose one of its outputs, "
              + text
              + (text.endsWith("/") ? "" : "/")
              + "outputs/TYPE-KEY, or a stage of an experiment, FILE.yaml:STAGE");
    }
  }

  /** Fails for what is no output, unless it is a folder with something in it. */
  static void refuseOutput(Stores stores, String text, String expected) throws IOException {
    refuseExperiment(text);
    Optional<ObjectName> name = ObjectName.parse(text);
    if (name.isPresent() && name.get().stat(stores).isPresent()) {
      throw new UsageException(text + ": this is a file; expected " + expected);
    }
    refuseWorkspace(stores, text);
    if (Location.isRemote(text) ? isEmpty(stores.at(text)) : !Files.isDirectory(Path.of(text))) {
      throw new UsageException(text + ": there is nothing here; expected " + expected);
    }
  }

  /** Whether a folder has no objects; one page of its list tells. */
  private static boolean isEmpty(ObjectStore store) throws IOException {
    try {
      store.forEach(
          "",
          object -> {
            throw new FoundException();
          });
      return true;
    } catch (FoundException e) {
      return false;
    }
  }

  /** Whether a folder is named, rather than a file. */
  public static boolean isFolder(String text) {
    return text.endsWith("/") || (!Location.isRemote(text) && Files.isDirectory(Path.of(text)));
  }
}

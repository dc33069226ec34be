package org.shoestring.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Planner;
import org.shoestring.spec.UsageException;
import org.shoestring.store.CacheFolder;
import org.shoestring.store.Stores;
import org.shoestring.table.Workspace;
import org.shoestring.tsv.Sha256;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all verbs on an experiment take. */
final class ExperimentArgument {
  /** What a shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_.,:=/+-]+");

  @Parameters(index = "0", paramLabel = "FILE", description = "The experiment: a YAML file.")
  private String file = "";

  @Mixin private Settings settings = new Settings();

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Where local copies and checkpoints are kept (default: ~/.cache/shoestring).")
  private Path workDir = CacheFolder.ofUser();

  @Mixin private CacheOptions cache = new CacheOptions();

  ExperimentArgument() {}

  ExperimentArgument(String file, Settings settings) {
    this.file = file;
    this.settings = settings;
  }

  Experiment read() throws IOException {
    Stores.keepLocally(workDir());
    return Experiment.read(file(), settings.values());
  }

  /**
   * The stage that is named: behind FILE, or in {@code FILE:STAGE}, which is taken apart then.
   *
   * @throws UsageException if there is none
   */
  String stage(String behind) {
    int yaml = Lines.experimentEnd(file);
    if (yaml > 0 && behind.isEmpty()) {
      String named = file.substring(yaml + 1);
      file = file.substring(0, yaml);
      return named;
    }
    if (behind.isEmpty()) {
      throw new UsageException(file + ": name a stage: FILE STAGE, or FILE:STAGE");
    }
    return behind;
  }

  /** The folder for local work. */
  Path workDir() {
    return workDir.toAbsolutePath().normalize();
  }

  /** The file of the experiment. */
  Path file() {
    return local(file);
  }

  /**
   * The path of the file of an experiment.
   *
   * @throws UsageException if it lies in a store
   */
  static Path local(String file) {
    if (Stores.isRemote(file)) {
      throw new UsageException(
          file
              + ": an experiment is a file of this machine, with what it names beside it; copy it"
              + " here first: cp "
              + file
              + " ./");
    }
    return Path.of(file);
  }

  /** The values that were set, as another command has to repeat them. */
  String repeated() {
    return settings.values().stream()
        .map(value -> " --set " + (PLAIN.matcher(value).matches() ? value : "'" + value + "'"))
        .collect(Collectors.joining());
  }

  /** A planner of the experiment, which opens its workspace. */
  Planner planner(Experiment experiment) throws IOException {
    cache.use(workDir(), false);
    return open(experiment);
  }

  /** The same for a run, which fills the cache, too. */
  Planner runPlanner(Experiment experiment) throws IOException {
    cache.use(workDir(), true);
    return open(experiment);
  }

  private Planner open(Experiment experiment) throws IOException {
    Workspace workspace =
        Workspace.open(
            experiment.compressionWhere(),
            experiment.workspace(),
            experiment.codec(),
            experiment.level());
    String name = new Sha256().frame(workspace.store().location()).hex().substring(0, 16);
    Path work = workDir().resolve(name);
    return new Planner(experiment, workspace, work, Terminal::remark);
  }
}

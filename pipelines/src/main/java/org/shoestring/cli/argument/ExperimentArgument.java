package org.shoestring.cli.argument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.files.CacheFolder;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.table.Workspace;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all verbs on an experiment take. */
public final class ExperimentArgument {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The experiment: a YAML file. FILE.yaml:STAGE means FILE.yaml STAGE.")
  private String named = "";

  @Mixin private SettingOptions settings;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Where to keep local copies and checkpoints (default: ~/.cache/shoestring).")
  private Path workDir = CacheFolder.ofUser();

  @Mixin private CacheOptions cache = new CacheOptions();

  public ExperimentArgument(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  public ExperimentArgument(String file, SettingOptions settings) {
    this.named = file;
    this.settings = settings;
  }

  public Experiment read() throws IOException {
    return Experiment.read(file(), settings.values());
  }

  /** The folder for local work. */
  public Path workDir() {
    return workDir.toAbsolutePath().normalize();
  }

  /** What is named if it is no experiment: perhaps where a training without one lies. */
  public Optional<String> location() {
    return StageWords.isExperiment(named) ? Optional.empty() : Optional.of(named);
  }

  /** The values that were set, and what opens stores. */
  public SettingOptions settings() {
    return settings;
  }

  /** The file of the experiment. */
  public Path file() {
    int end = LineSource.experimentEnd(named);
    return local(end < 0 ? named : named.substring(0, end));
  }

  /**
   * The outputs that are named: the one behind the file, {@code FILE.yaml:STAGE}, and those of the
   * words that follow.
   */
  public List<Reference> outputs(List<String> words) {
    List<Reference> outputs = new ArrayList<>();
    int end = LineSource.experimentEnd(named);
    if (end > 0) {
      outputs.add(Reference.parse(named, named.substring(end + 1)));
    }
    words.forEach(word -> outputs.add(Reference.parse(word, word)));
    return outputs;
  }

  /**
   * The stages that are named in the same ways.
   *
   * @throws UsageException if a table or columns are named
   */
  public List<String> stages(String verb, List<String> words) {
    return outputs(words).stream().map(output -> StageWords.whole(verb, output)).toList();
  }

  /**
   * The same for a verb that needs one or more.
   *
   * @throws UsageException if none is named, with those that there are
   */
  public List<String> someStages(String verb, List<String> words) throws IOException {
    List<String> stages = stages(verb, words);
    if (stages.isEmpty()) {
      throw noStage(verb);
    }
    return stages;
  }

  /**
   * The same for a verb that takes one.
   *
   * @throws UsageException if none is named, or several are
   */
  public String oneStage(String verb, List<String> words) throws IOException {
    List<String> stages = someStages(verb, words);
    if (stages.size() > 1) {
      throw new UsageException(
          verb
              + " takes one stage, but "
              + stages.size()
              + " are given ("
              + String.join(", ", stages)
              + ")");
    }
    return stages.get(0);
  }

  /** What is said if no stage is named. */
  public UsageException noStage(String verb) throws IOException {
    return new UsageException(
        verb + ": name a stage of " + file() + ": " + String.join(", ", read().stages().keySet()));
  }

  /**
   * The path of the file of an experiment.
   *
   * @throws UsageException if it lies in a store
   */
  static Path local(String file) {
    if (Location.isRemote(file)) {
      throw new UsageException(
          file
              + ": an experiment must be a file on this machine, next to the files that it"
              + " names; copy it here first: shoestring cp "
              + Shown.word(file)
              + " ./");
    }
    return Path.of(file);
  }

  /** The values that were set, as another command has to repeat them. */
  public String repeated() {
    return settings.values().stream()
        .map(value -> " --set " + Shown.word(value))
        .collect(Collectors.joining());
  }

  /** A planner of the experiment, which opens its workspace. */
  public Planner planner(Experiment experiment) throws IOException {
    return open(experiment, settings.stores(), false);
  }

  /**
   * The same for a run, which fills the cache, too.
   *
   * @param stores spoken to as its options say
   */
  public Planner runPlanner(Experiment experiment, Stores stores) throws IOException {
    return open(experiment, stores, true);
  }

  private Planner open(Experiment experiment, Stores stores, boolean fillsCache)
      throws IOException {
    Workspace workspace =
        Workspace.open(
            stores.workingIn(workDir()).caching(cache.in(workDir(), fillsCache)),
            experiment.compressionWhere(),
            experiment.workspace(),
            experiment.codec(),
            experiment.level());
    return new Planner(experiment, workspace, Terminal::remark);
  }
}

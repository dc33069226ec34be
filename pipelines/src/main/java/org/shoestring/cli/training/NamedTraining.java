package org.shoestring.cli.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.gc.StartsOfOthers;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseManager;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Output;
import org.shoestring.table.OutputLogs;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Workspace;
import org.shoestring.train.TrainWork;
import org.shoestring.train.TrainingPlace;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.CurveMeasurements;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurveReader;

/**
 * A training that a user names.
 *
 * @param shown as it was named
 * @param place where all of it lies, and claims to it
 * @param claimed what is claimed there
 * @param ofStage the settings of its stage; empty if no stage was named
 * @param isFinished whether the output of its stage exists
 */
public record NamedTraining(
    String shown,
    TrainingPlace place,
    String claimed,
    Optional<CheckpointSettings> ofStage,
    boolean isFinished) {
  /** What verbs say of it. */
  static final String HELP =
      "FILE.yaml:STAGE or FILE.yaml STAGE; the LOCATION of 'train --checkpoints LOCATION'; or"
          + " WORKSPACE/_checkpoints/KEY, the checkpoints of a stage";

  private static final String OF_STAGE = TrainWork.TYPE + "-";

  private static final Pattern OF_KEY =
      Pattern.compile("(.+)/" + CheckpointStorage.ROOT + "([0-9a-f]{32})/?");

  /**
   * The one that words name.
   *
   * @param isNew whether a location need not have checkpoints yet
   * @throws UsageException if they name none, or several
   */
  public static NamedTraining of(
      String verb, List<String> words, boolean isNew, SettingOptions settings) throws IOException {
    List<String> names = StageWords.joined(words);
    if (names.size() != 1) {
      throw new UsageException(
          verb + " takes one training, not " + String.join(", ", names) + "; write " + HELP);
    }
    String name = names.get(0);
    Optional<OutputFinder.Named> stage = OutputFinder.Named.parse(verb, name, settings);
    if (stage.isPresent()) {
      return ofStage(verb, name, stage.get());
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      throw new UsageException(
          verb + ": name the stage of " + name + " that trains: " + verb + " " + name + " STAGE");
    }
    NamedTraining training = at(name, settings.stores());
    if (!isNew || !OF_KEY.matcher(name).matches()) {
      training.check(isNew);
    }
    return training;
  }

  /**
   * The one at a location that stands where verbs expect an experiment; empty for an experiment.
   *
   * @param more words behind it, which must not be any
   * @throws UsageException if there is no training, or there are more words
   */
  public static Optional<NamedTraining> inPlaceOf(
      ExperimentArgument experiment, String verb, List<String> more) throws IOException {
    Optional<String> location = experiment.location();
    if (location.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(more);
    words.add(0, location.get());
    return Optional.of(of(verb, words, false, experiment.settings()));
  }

  /**
   * Fails for a location where a training without an experiment must not lie.
   *
   * @throws UsageException if it is a workspace, or a stage keeps its checkpoints there
   */
  static void checkOwn(Stores stores, String location) throws IOException {
    if (OF_KEY.matcher(location).matches()) {
      throw new UsageException(
          location
              + ": here a stage of an experiment keeps its checkpoints; continue that stage with"
              + " 'shoestring run', or give a location of its own");
    }
    at(location, stores).check(true);
  }

  /** The store that it lies in. */
  public ObjectStore store() {
    return place.store();
  }

  /** Its checkpoints. */
  public CheckpointStorage checkpoints() {
    return place.checkpoints();
  }

  /** Its learning curve. */
  public CurveReader curve() {
    return CurveReader.of(place.curve());
  }

  /** What its command printed. */
  public OutputLogs logs() throws IOException {
    Output output = place.output();
    return output.path().isEmpty() ? output.logs() : output.locate().output().logs();
  }

  private void check(boolean isNew) throws IOException {
    boolean isOwn = claimed.equals(TrainingPlace.CLAIMED);
    if (isOwn && Workspace.isAt(store())) {
      throw new UsageException(
          shown + ": this is a workspace, which has many trainings; write " + HELP);
    }
    if (!isNew && isNew()) {
      throw new UsageException(shown + ": there is no training here; write " + HELP);
    }
  }

  /** Whether nothing was ever saved there. */
  boolean isNew() throws IOException {
    return checkpoints().list().highestAttempt() == 0;
  }

  /** Those of its stage, or the usual ones. */
  CheckpointSettings settings() {
    return ofStage.orElse(CheckpointSettings.DEFAULT);
  }

  private static NamedTraining ofStage(String verb, String name, OutputFinder.Named named)
      throws IOException {
    Experiment experiment = named.experiment().read();
    Stage stage = experiment.stage(verb, named.stage());
    if (!stage.type().equals(TrainWork.TYPE)) {
      throw new UsageException(
          verb
              + ": stage "
              + stage.name()
              + " has the type "
              + stage.type()
              + "; only stages of type train have checkpoints and a learning curve");
    }
    Planner planner = named.experiment().planner(experiment);
    List<ExaminedStage> plan = planner.examine(experiment.needed(List.of(stage.name())));
    ExaminedStage examined = plan.get(plan.size() - 1);
    StageWork work = examined.work();
    if (!(work instanceof TrainWork trained)) {
      throw new UsageException(
          name + ": this training has no checkpoints yet (" + examined.reason() + ")");
    }
    CheckpointSettings settings =
        trained
            .checkpoints()
            .orElseThrow(
                () ->
                    new UsageException(
                        name
                            + ": the command of this stage has no {checkpoints}, so nothing is"
                            + " saved while it runs"));
    boolean isFinished = examined.finished().isPresent();
    Output output = Objects.requireNonNull(examined.output());
    return ofKey(name, output, work.recipe().key(), Optional.of(settings), isFinished);
  }

  private static NamedTraining ofKey(
      String name,
      Output output,
      String key,
      Optional<CheckpointSettings> ofStage,
      boolean isFinished) {
    return new NamedTraining(
        name, TrainingPlace.ofKey(output, key), OF_STAGE + key, ofStage, isFinished);
  }

  private static NamedTraining at(String location, Stores stores) {
    Matcher ofKey = OF_KEY.matcher(location);
    if (ofKey.matches()) {
      String key = ofKey.group(2);
      Output output = TrainingPlace.output(stores, ofKey.group(1), OF_STAGE + key);
      return ofKey(location, output, key, Optional.empty(), false);
    }
    TrainingPlace place = TrainingPlace.at(stores, location);
    return new NamedTraining(location, place, TrainingPlace.CLAIMED, Optional.empty(), false);
  }

  /**
   * Claims it, so that it is not running meanwhile.
   *
   * @throws ProgramException if somebody runs it
   */
  HeldLease claim(LeaseManager leases) throws IOException, InterruptedException {
    String cure = "wait for its end, or end it with: shoestring stop " + Shown.word(shown);
    return new TrainingClaim(leases, claimed, checkpoints(), shown, cure).take(false);
  }

  /**
   * What tells which of its checkpoints other trainings of the workspace start from.
   *
   * @param remarks is told of damaged records
   */
  CheckpointSettings.Starts startsOfOthers(Consumer<String> remarks) {
    boolean isOfStage = claimed.startsWith(OF_STAGE);
    return isOfStage
        ? new StartsOfOthers(store(), claimed.substring(OF_STAGE.length()), remarks)
        : Set::of;
  }

  /** What was measured at its checkpoints. */
  CurveMeasurements measurements(Consumer<String> remarks) {
    return new CurveMeasurements(curve(), remarks);
  }
}

package org.shoestring.cli.argument;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;

/** Finds the outputs of stages. */
public final class OutputFinder {
  private OutputFinder() {}

  /** A stage whose output exists, and the planner that looked at it and at what it needs. */
  public record Made(Planner planner, Stage stage, FinishedOutput finished) {}

  /** What verbs that take a whole output say of it. */
  public static final String HELP = "FILE.yaml:STAGE, or the folder of an output";

  /** The experiment and the stage that {@code FILE.yaml:STAGE} names. */
  public record Named(ExperimentArgument experiment, String stage) {

    /** Reads the written form; empty for anything else, like a folder. */
    public static Optional<Named> parse(String verb, String text, SettingOptions settings) {
      int end = LineSource.experimentEnd(text);
      if (end < 0) {
        return Optional.empty();
      }
      String stage = StageWords.whole(verb, Reference.parse(text, text.substring(end + 1)));
      return Optional.of(new Named(settings.of(text.substring(0, end)), stage));
    }
  }

  /**
   * The manifest of the folder of an output.
   *
   * @throws UsageException if it is none
   */
  public static Manifest manifestIn(Stores stores, String folder) throws IOException {
    Optional<Manifest> found = Table.findManifest(stores, folder);
    if (found.isPresent()) {
      return found.get();
    }
    UnreadableArgument.refuseOutput(stores, folder, HELP);
    return Table.manifestIn(stores, folder);
  }

  /**
   * The output that a stage has now.
   *
   * @throws UsageException if it has none yet
   */
  public static FinishedOutput of(ExperimentArgument argument, String stage) throws IOException {
    return made(argument, stage).finished();
  }

  /**
   * The stage of that name with its output.
   *
   * @throws UsageException if it has none yet
   */
  public static Made made(ExperimentArgument argument, String stage) throws IOException {
    Experiment experiment = argument.read();
    Planner planner = argument.planner(experiment);
    List<ExaminedStage> plan = planner.examine(experiment.needed(List.of(stage)));
    ExaminedStage last =
        plan.stream().filter(e -> e.stage().name().equals(stage)).findFirst().orElseThrow();
    FinishedOutput finished =
        last.finished()
            .orElseThrow(
                () ->
                    new UsageException(
                        argument.file()
                            + ": "
                            + stage
                            + " has no output yet ("
                            + last.reason()
                            + "); make it with: shoestring run "
                            + Shown.word(argument.file().toString())
                            + " "
                            + stage
                            + argument.repeated()));
    return new Made(planner, last.stage(), finished);
  }
}

package org.shoestring.cli;

import java.io.IOException;
import java.util.List;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Finished;
import org.shoestring.experiment.Planner.Examined;
import org.shoestring.spec.UsageException;

/** Finds the output of a stage. */
final class Outputs {
  private Outputs() {}

  /**
   * The output that a stage has now.
   *
   * @throws UsageException if it has none yet
   */
  static Finished of(ExperimentArgument argument, String stage) throws IOException {
    Experiment experiment = argument.read();
    List<Examined> plan = argument.planner(experiment).examine(experiment.needed(List.of(stage)));
    Examined last =
        plan.stream().filter(e -> e.stage().name().equals(stage)).findFirst().orElseThrow();
    return last.finished()
        .orElseThrow(
            () ->
                new UsageException(
                    argument.file()
                        + ": "
                        + stage
                        + " is not made yet ("
                        + last.reason()
                        + "): run "
                        + argument.file()
                        + " "
                        + stage));
  }
}

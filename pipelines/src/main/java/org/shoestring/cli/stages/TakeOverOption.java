package org.shoestring.cli.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.experiment.plan.StageStop;
import org.shoestring.lease.HolderStop;
import org.shoestring.lease.LeaseManager;
import org.shoestring.spec.UsageException;
import picocli.CommandLine.Option;

/** Stages that another machine may be running, and that are to continue here. */
final class TakeOverOption {
  @Option(
      names = "--take-over",
      paramLabel = "STAGE",
      description =
          "If another machine is running this stage, have it save and stop, and continue the stage"
              + " here. You can repeat this option.")
  private List<String> stages = new ArrayList<>();

  /**
   * Fails if one is not to be run.
   *
   * @throws UsageException with those that are
   */
  void check(List<Stage> needed) {
    List<String> names = needed.stream().map(Stage::name).toList();
    for (String stage : stages) {
      if (!names.contains(stage)) {
        throw UsageException.unknown("--take-over", "stage of this run", stage, names);
      }
    }
  }

  /** Has whoever runs them save and stop. */
  void ask(Planner planner, LeaseManager leases, List<ExaminedStage> plan)
      throws IOException, InterruptedException {
    StageStop stop = new StageStop(planner, leases, Terminal::remark);
    for (ExaminedStage stage : plan) {
      String name = stage.stage().name();
      if (stages.contains(name) && stop.ask(stage).end() == HolderStop.End.NOBODY) {
        Terminal.remark(name + ": nobody else is running it");
      }
    }
  }
}

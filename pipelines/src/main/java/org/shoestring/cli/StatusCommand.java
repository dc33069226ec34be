package org.shoestring.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Leases;
import org.shoestring.experiment.Planner.Examined;
import org.shoestring.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: what is done, and who works on what is not. */
@Command(
    name = "status",
    description =
        "Prints which stages of an experiment are done, what they made, and which machine is"
            + " running a stage.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private ExperimentArgument experiment = new ExperimentArgument();

  @Override
  public Integer call() throws Exception {
    Experiment read = experiment.read();
    List<Examined> plan = experiment.planner(read).examine(List.copyOf(read.stages().values()));
    StageTable.print(plan, Leases.holders(Stores.at(read.workspace())));
    StageTable.tellPaths(experiment);
    return 0;
  }
}

package org.shoestring.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: what is done. */
@Command(
    name = "status",
    description = "Prints which stages of an experiment are done, and what they made.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private ExperimentArgument experiment = new ExperimentArgument();

  @Override
  public Integer call() throws Exception {
    Experiment read = experiment.read();
    StageTable.print(experiment.planner(read).examine(List.copyOf(read.stages().values())));
    return 0;
  }
}

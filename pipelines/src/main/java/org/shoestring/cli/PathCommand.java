package org.shoestring.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code path}: where an output lies. */
@Command(
    name = "path",
    description = "Prints the folder of a stage's output.",
    mixinStandardHelpOptions = true)
final class PathCommand implements Callable<Integer> {
  @Mixin private ExperimentArgument experiment = new ExperimentArgument();

  @Parameters(index = "1", paramLabel = "STAGE", description = "The name of a stage.")
  private String name = "";

  @Override
  public Integer call() throws Exception {
    System.out.println(Outputs.of(experiment, name).output().folder());
    return 0;
  }
}

package org.shoestring.cli.stages;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.Reference;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.TableName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code path}: where an output lies. */
@Command(
    name = "path",
    description = "Prints the folder of a stage's output, or of one of its tables.",
    mixinStandardHelpOptions = true)
public final class PathCommand implements Callable<Integer> {
  @Mixin private final ExperimentArgument experiment;

  @Parameters(index = "1..*", paramLabel = "STAGE[.TABLE]", description = "The names of stages.")
  private List<String> words = new ArrayList<>();

  public PathCommand(Stores stores) {
    this.experiment = new ExperimentArgument(stores);
  }

  @Override
  public Integer call() throws Exception {
    List<Reference> outputs = experiment.outputs(words);
    if (outputs.isEmpty()) {
      throw experiment.noStage("path");
    }
    for (Reference output : outputs) {
      System.out.println(folder(output));
    }
    return 0;
  }

  private String folder(Reference output) throws Exception {
    if (!output.columns().isEmpty()) {
      throw new UsageException(
          output.where() + ": a column has no folder of its own; write STAGE or STAGE.TABLE");
    }
    FinishedOutput finished = OutputFinder.of(experiment, output.stage());
    String folder = finished.output().folder();
    if (output.table().equals(TableName.MAIN)) {
      return folder;
    }
    return folder
        + "/"
        + Table.of(
                finished.output().stores(),
                output.where(),
                folder,
                finished.manifest(),
                output.table())
            .name();
  }
}

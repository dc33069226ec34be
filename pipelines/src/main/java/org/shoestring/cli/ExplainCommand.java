package org.shoestring.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Planner;
import org.shoestring.experiment.Planner.Examined;
import org.shoestring.experiment.Stage;
import org.shoestring.pipeline.StageWork;
import org.shoestring.table.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code explain}: why a stage would run, and what its output is made of. */
@Command(
    name = "explain",
    description =
        "Prints why a stage would run, and what its output is made of: now, and last time.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private ExperimentArgument experiment = new ExperimentArgument();

  @Parameters(index = "1", paramLabel = "STAGE", description = "The name of a stage.")
  private String name = "";

  @Override
  public Integer call() throws Exception {
    Experiment read = experiment.read();
    Stage stage = read.stage("explain", name);
    Planner planner = experiment.planner(read);
    List<Examined> plan = planner.examine(read.needed(List.of(name)));
    Examined examined = plan.get(plan.size() - 1);
    StageTable.print(List.of(examined));
    StageWork work = examined.work();
    if (work == null) {
      return 0;
    }
    Recipe now = work.recipe();
    System.out.println("key\t" + now.key());
    print(" ", now);
    planner.unwatched(stage).forEach(sentence -> System.out.println("!\t" + sentence));
    Optional<Recipe> before = planner.last(stage);
    if (before.isPresent() && !before.get().key().equals(now.key())) {
      System.out.println("before: key\t" + before.get().key());
      print("-", before.get());
    }
    return 0;
  }

  private static void print(String mark, Recipe recipe) {
    recipe.facts().forEach(fact -> line(mark, fact.name(), fact.value()));
    recipe
        .inputs()
        .forEach(input -> line(mark, "input " + input.role(), input.key() + " " + input.digest()));
  }

  private static void line(String mark, String name, String value) {
    System.out.println(mark + " " + name + "\t" + value);
  }
}

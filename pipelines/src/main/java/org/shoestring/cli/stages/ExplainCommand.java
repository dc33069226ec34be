package org.shoestring.cli.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.screen.Rows;
import org.shoestring.cli.screen.Screen;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.RecordedStart;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.Stores;
import org.shoestring.table.record.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code explain}: why a stage would run, and what its output is made of. */
@Command(
    name = "explain",
    description =
        "Prints why a stage would run, and what its output was made from, now and last time.",
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  @Mixin private final ExperimentArgument experiment;

  @Parameters(index = "1..*", paramLabel = "STAGE", description = "The names of stages.")
  private List<String> words = new ArrayList<>();

  public ExplainCommand(Stores stores) {
    this.experiment = new ExperimentArgument(stores);
  }

  @Override
  public Integer call() throws Exception {
    List<String> names = experiment.someStages("explain", words);
    Experiment read = experiment.read();
    List<Stage> stages = names.stream().map(name -> read.stage("explain", name)).toList();
    Planner planner = experiment.planner(read);
    for (Stage stage : stages) {
      List<ExaminedStage> plan = planner.examine(read.needed(List.of(stage.name())));
      explain(planner, plan.get(plan.size() - 1));
    }
    return 0;
  }

  private static void explain(Planner planner, ExaminedStage examined) throws IOException {
    StageTable.print(List.of(examined));
    StageWork work = examined.work();
    if (work == null) {
      return;
    }
    Recipe now = work.recipe();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("key", now.key()));
    add(" ", now, rows);
    RecordedStart.startingPoint(work)
        .ifPresent(start -> rows.add(List.of("  starts from", start.shown())));
    Rows.print(rows);
    planner.unwatched(examined.stage()).forEach(ExplainCommand::printRemark);
    rows.clear();
    Optional<Recipe> before = planner.last(examined.stage());
    if (before.isPresent() && !before.get().key().equals(now.key())) {
      rows.add(List.of("before: key", before.get().key()));
      add("-", before.get(), rows);
    }
    Rows.print(rows);
  }

  /** Prints a sentence, which is broken on a terminal, as fields are not. */
  private static void printRemark(String sentence) {
    Screen screen = Screen.stdout();
    if (screen.isTerminal()) {
      Terminal.print(screen, System.out, "! " + sentence);
    } else {
      Rows.print("!", sentence);
    }
  }

  private static void add(String mark, Recipe recipe, List<List<String>> rows) {
    recipe.facts().forEach(fact -> rows.add(List.of(mark + " " + fact.name(), fact.value())));
    recipe
        .inputs()
        .forEach(
            input ->
                rows.add(List.of(mark + " input " + input.role(), input.key(), input.digest())));
  }
}

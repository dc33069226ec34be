package org.shoestring.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.shoestring.step.Chain;
import org.shoestring.table.Commit;
import org.shoestring.table.Table;
import org.shoestring.table.record.Recipe;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.transform.steps.StepList;

/** The {@code preprocess} stage: a table through a chain of steps. */
public final class PreprocessPipeline {
  /** The stage type. */
  public static final String TYPE = "preprocess";

  /** What a fact takes on disk at most, on its way to where it meets others, and its answer. */
  private static final long FACT_BYTES = 40;

  private PreprocessPipeline() {}

  /** The options of {@link #main}. */
  public interface Options extends StageOptions {
    @Description("The folder of the output to preprocess, or FOLDER/TABLE")
    @Validation.Required
    String getInput();

    void setInput(String input);

    @Description(
        "Steps, separated by ';': length:max=100;length-ratio:3. The output of another stage that a"
            + " step reads is FOLDER, FOLDER/TABLE or FOLDER:COLUMN")
    @Validation.Required
    String getSteps();

    void setSteps(String steps);
  }

  /**
   * The work on a table.
   *
   * @param steps with the outputs of other stages that they read
   * @throws org.shoestring.spec.UsageException if a step does not fit the table's columns
   */
  public static StageWork work(Table table, StepList steps) {
    Chain chain = ApplySteps.planned(steps, table.columns());
    int passes = ApplySteps.passes(steps, table.columns());
    List<Recipe.Input> inputs = new ArrayList<>(List.of(InputTables.of("input", table)));
    inputs.addAll(steps.inputs());
    Recipe recipe =
        new Recipe(
            TYPE,
            chain.canonical().stream().map(step -> new Recipe.Fact("step", step)).toList(),
            inputs);
    return new BeamWork(
        recipe,
        table.shards().size(),
        passes * InputTables.bytes(table),
        passes,
        (pipeline, output) -> {
          long spilled = ApplySteps.facts(steps, table.columns(), table.lines()) * FACT_BYTES;
          if (spilled > 0) {
            SpillSpace.demand(pipeline, output, spilled, "a step that reads the whole table first");
          }
          var tables = ApplySteps.tables(table.columns(), chain.output());
          ApplySteps apply = ApplySteps.of(steps, table, output);
          pipeline
              .apply("ReadShards", ReadShards.of(table).sparing(apply.spare()))
              .apply("ApplySteps", apply)
              .apply(
                  "Commit",
                  CommitOutput.of(Commit.of(output, recipe, tables, table.shards().size())));
        });
  }

  /** Preprocesses one table into a workspace, and prints where the output lies. */
  public static void main(String[] args) {
    StageMain.run(
        args,
        Options.class,
        (options, stores) ->
            work(
                InputTables.table(stores, "--input", options.getInput()),
                StepList.of(InputTables.specs("--steps", options.getSteps())).in(stores)));
  }
}

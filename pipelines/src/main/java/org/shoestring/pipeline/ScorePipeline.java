package org.shoestring.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.spec.Spec;
import org.shoestring.table.Commit;
import org.shoestring.table.record.Recipe;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.scoring.ScoreTable;

/** The {@code score} stage: a column of hypotheses against columns of references. */
public final class ScorePipeline {
  /** The stage type. */
  public static final String TYPE = "score";

  private ScorePipeline() {}

  /** The options of {@link #main}. */
  public interface Options extends StageOptions {
    @Description("The hypotheses, FOLDER[:COLUMN]")
    @Validation.Required
    String getHypotheses();

    void setHypotheses(String hypotheses);

    @Description("The references, FOLDER[:COLUMN], separated by ','")
    @Validation.Required
    String getReferences();

    void setReferences(String references);

    @Description("Metrics, separated by ';': bleu;chrf:word-order=2")
    @Validation.Required
    String getMetrics();

    void setMetrics(String metrics);
  }

  /**
   * The work of scoring.
   *
   * @throws org.shoestring.spec.UsageException for an unknown metric or parameter
   * @throws org.shoestring.bytes.BadDataException if a reference has another number of lines
   */
  public static StageWork work(
      ScoreTable.Text hypotheses, List<ScoreTable.Text> references, List<Spec> metrics) {
    ScoreTable.checkLines(hypotheses, references);
    List<Recipe.Fact> facts = new ArrayList<>();
    List<Recipe.Input> inputs = new ArrayList<>();
    metrics.forEach(
        metric -> facts.add(new Recipe.Fact("metric", MetricCatalog.canonical(metric))));
    add("hypotheses", hypotheses, facts, inputs);
    references.forEach(reference -> add("reference", reference, facts, inputs));
    Recipe recipe = new Recipe(TYPE, facts, inputs);
    int units = hypotheses.table().shards().size();
    return new BeamWork(
        recipe,
        units,
        InputTables.bytes(hypotheses.table()),
        (pipeline, output) -> {
          ScoreTable score = ScoreTable.of(metrics, hypotheses, references, output);
          pipeline
              .apply(
                  "ReadShards",
                  ReadShards.of(hypotheses.table()).sparing(Optional.of(score.spare())))
              .apply("Score", score)
              .apply(
                  "Commit",
                  CommitOutput.of(
                      Commit.of(output, recipe, ScoreTable.tables(metrics), units)
                          .with(ScoreTable.SCORES_RECORD)));
        });
  }

  private static void add(
      String role, ScoreTable.Text text, List<Recipe.Fact> facts, List<Recipe.Input> inputs) {
    facts.add(new Recipe.Fact(role, text.table().columns().names().get(text.column())));
    inputs.add(InputTables.of(role, text.table()));
  }

  /** Scores one column of a table, and prints where the output lies. */
  public static void main(String[] args) {
    StageMain.run(
        args,
        Options.class,
        (options, stores) -> {
          List<ScoreTable.Text> references = new ArrayList<>();
          for (String reference : options.getReferences().split(",", -1)) {
            references.add(InputTables.column(stores, "--references", reference));
          }
          return work(
              InputTables.column(stores, "--hypotheses", options.getHypotheses()),
              references,
              InputTables.specs("--metrics", options.getMetrics()));
        });
  }
}

package org.shoestring.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.shoestring.shuffle.Permutation;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.split.Parts;
import org.shoestring.shuffle.split.Share;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.shuffle.split.SplitPlan;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Commit;
import org.shoestring.table.Table;
import org.shoestring.table.record.Recipe;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.splitting.SplitTable;

/** The {@code split} stage: a table's lines in parts, each a table of its own. */
public final class SplitPipeline {
  /** The stage type. */
  public static final String TYPE = "split";

  private SplitPipeline() {}

  /** The options of {@link #main}. */
  public interface Options extends StageOptions {
    @Description("The folder of the output to split, or FOLDER/TABLE")
    @Validation.Required
    String getInput();

    void setInput(String input);

    @Description("The parts: train=rest,dev=200,test=10%")
    @Validation.Required
    String getInto();

    void setInto(String parts);

    @Description("What decides the part of a line: position, hash or label")
    @Default.String("position")
    String getBy();

    void setBy(String by);

    @Description("By hash or label, the columns to look at: en+de")
    @Default.String("")
    String getColumns();

    void setColumns(String columns);

    @Description("The seed")
    @Default.Long(1)
    Long getSeed();

    void setSeed(Long seed);
  }

  /**
   * The work on a table.
   *
   * @throws UsageException if it lacks a column, or has too few lines
   */
  public static StageWork work(Table table, Split split) {
    split.counts(table.lines());
    Recipe recipe = new Recipe(TYPE, facts(table, split), List.of(InputTables.of("input", table)));
    int shards = table.shards().size();
    int units = SplitTable.units(split, shards);
    return new BeamWork(
        recipe,
        Math.max(units, shards),
        SplitTable.passes(split) * InputTables.bytes(table),
        SplitTable.passes(split),
        (pipeline, output) -> {
          long spilled = (long) (split.gathered(table.lines()) * InputTables.raw(table));
          SpillSpace.demand(pipeline, output, spilled, "splitting");
          var tables = SplitTable.tables(split, table.columns());
          pipeline
              .apply("ReadShards", ReadShards.of(table))
              .apply("Split", SplitTable.of(table, split, output))
              .apply("Commit", CommitOutput.of(Commit.of(output, recipe, tables, units)));
        });
  }

  private static List<Recipe.Fact> facts(Table table, Split split) {
    List<Recipe.Fact> facts = new ArrayList<>();
    facts.add(new Recipe.Fact("by", split.by().token()));
    List<String> columns = split.columnsOf(table.columns());
    if (!columns.isEmpty()) {
      facts.add(new Recipe.Fact("columns", String.join("+", columns)));
    }
    for (Parts.Part part : split.parts().list()) {
      facts.add(new Recipe.Fact("part", part.toString()));
    }
    facts.add(new Recipe.Fact("shard-bytes", Long.toString(SplitTable.SHARD_BYTES)));
    facts.add(new Recipe.Fact("seed", Long.toString(split.seed().value())));
    facts.add(new Recipe.Fact("split", Integer.toString(SplitPlan.VERSION)));
    if (split.by() != By.HASH) {
      facts.add(new Recipe.Fact("permutation", Integer.toString(Permutation.VERSION)));
    }
    return facts;
  }

  /** Splits one table into a workspace, and prints where the output lies. */
  public static void main(String[] args) {
    StageMain.run(
        args,
        Options.class,
        (options, stores) ->
            work(InputTables.table(stores, "--input", options.getInput()), split(options)));
  }

  private static Split split(Options options) {
    String columns = options.getColumns();
    return new Split(
        By.named("--by", options.getBy()),
        columns.isEmpty() ? List.of() : List.of(columns.split("\\+", -1)),
        parts("--into", options.getInto()),
        Seed.of(options.getSeed()));
  }

  private static Parts parts(String where, String text) {
    List<Parts.Part> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] words = part.split("=", -1);
      if (words.length != 2) {
        throw new UsageException(
            where
                + ": '"
                + part
                + "' is not NAME=SIZE; write for example train=rest,dev=200,test=10%");
      }
      parts.add(new Parts.Part(words[0].strip(), Share.parse(where, words[1].strip())));
    }
    return new Parts(where, parts);
  }
}

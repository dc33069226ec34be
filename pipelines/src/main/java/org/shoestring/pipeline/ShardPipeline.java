package org.shoestring.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.Permutation;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Commit;
import org.shoestring.table.Table;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.shuffling.ShuffleIntoShards;

/** The {@code shard} stage: a table's lines in a random order, in shards of equal size. */
public final class ShardPipeline {
  /** The stage type. */
  public static final String TYPE = "shard";

  private ShardPipeline() {}

  /** The options of {@link #main}. */
  public interface Options extends StageOptions {
    @Description("The folder of the output to shard, or FOLDER/TABLE")
    @Validation.Required
    String getInput();

    void setInput(String input);

    @Description("The number of shards; or give lines or bytes")
    @Default.Long(0)
    Long getInto();

    void setInto(Long shards);

    @Description("The most lines of a shard; with --balance=tokens, about so many")
    @Default.Long(0)
    Long getLines();

    void setLines(Long lines);

    @Description("The approximate uncompressed bytes of a shard: 64MiB")
    @Default.String("")
    String getBytes();

    void setBytes(String bytes);

    @Description("What shards have equally many of: lines, tokens or tokens:columns=en+de")
    @Default.String("lines")
    String getBalance();

    void setBalance(String balance);

    @Description("The seed of the order")
    @Default.Long(1)
    Long getSeed();

    void setSeed(Long seed);
  }

  /**
   * The work on a table.
   *
   * @throws UsageException if it has fewer lines than there are to be shards, or lacks a column
   */
  public static StageWork work(Table table, ShardSize size, Seed seed, Balance balance) {
    int shards = plan(table, size, seed).shards().parts();
    List<Recipe.Fact> facts = new ArrayList<>();
    facts.add(new Recipe.Fact("shards", Integer.toString(shards)));
    facts.add(new Recipe.Fact("seed", Long.toString(seed.value())));
    facts.add(new Recipe.Fact("permutation", Integer.toString(Permutation.VERSION)));
    if (balance.isByTokens()) {
      facts.add(new Recipe.Fact("balance", balance.canonical(table.columns())));
    }
    Recipe recipe = new Recipe(TYPE, facts, List.of(InputTables.of("input", table)));
    ShardSize exactly = ShardSize.shards(size.where(), shards);
    int passes = ShuffleIntoShards.passes(balance);
    return new BeamWork(
        recipe,
        Math.max(shards, table.shards().size()),
        (passes + 1) * InputTables.bytes(table),
        passes,
        (pipeline, output) -> {
          SpillSpace.demand(pipeline, output, InputTables.raw(table), "shuffling");
          Commit commit =
              Commit.of(output, recipe, Map.of(TableName.MAIN, table.columns()), shards);
          pipeline
              .apply("ReadShards", ReadShards.of(table))
              .apply(
                  "Shuffle", ShuffleIntoShards.of(table, exactly, seed, output).balancedBy(balance))
              .apply("Commit", CommitOutput.of(commit));
        });
  }

  /**
   * Where the lines of a table go, and come from, if shards have equally many lines; with other
   * cuts they have the same order.
   *
   * @throws UsageException if it has fewer lines than there are to be shards
   */
  public static ShufflePlan plan(Table table, ShardSize size, Seed seed) {
    Layout layout = Layout.ofShards(table.shards());
    int shards = size.count(layout.lines(), layout.raw());
    return ShufflePlan.of(layout.lines(), layout.raw(), shards, seed);
  }

  /** Shards one table into a workspace, and prints where the output lies. */
  public static void main(String[] args) {
    StageMain.run(
        args,
        Options.class,
        (options, stores) ->
            work(
                InputTables.table(stores, "--input", options.getInput()),
                size(options),
                Seed.of(options.getSeed()),
                Balance.of(Spec.parse("--balance", options.getBalance()))));
  }

  private static ShardSize size(Options options) {
    int given =
        (options.getInto() != 0 ? 1 : 0)
            + (options.getLines() != 0 ? 1 : 0)
            + (options.getBytes().isEmpty() ? 0 : 1);
    if (given != 1) {
      throw new UsageException("set exactly one of --into, --lines and --bytes");
    }
    if (options.getInto() != 0) {
      return ShardSize.shards("--into", options.getInto());
    }
    return options.getLines() != 0
        ? ShardSize.lines("--lines", options.getLines())
        : ShardSize.bytes("--bytes", Bytes.parse("--bytes", options.getBytes()));
  }
}

package org.shoestring.transform.shuffling;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.CompleteGroups;
import org.shoestring.transform.LayoutInput;
import org.shoestring.transform.RowFormat;

/**
 * Brings the lines of a table into a random order that depends on the lines, the seed and their
 * number alone, and cuts them into shards that differ by at most one line, or that have the same
 * number of tokens as far as {@link org.shoestring.shuffle.TokenCounts} says.
 *
 * <p>A {@link ShufflePlan} tells where each line goes while it is read; nothing is sorted as a
 * whole, and memory does not grow with the table. To count tokens, all lines are read once more
 * before.
 */
public final class ShuffleIntoShards
    extends PTransform<PCollection<? extends Shard>, PCollection<WrittenShard>> {
  private static final long serialVersionUID = 1;

  private final RowFormat input;
  private final @Nullable Layout known;
  private final ShardSize size;
  private final Seed seed;
  private final Output output;
  private final Balance balance;

  private ShuffleIntoShards(
      RowFormat input,
      @Nullable Layout known,
      ShardSize size,
      Seed seed,
      Output output,
      Balance balance) {
    this.input = input;
    this.known = known;
    this.size = size;
    this.seed = seed;
    this.output = output;
    this.balance = balance;
  }

  /** The lines of a table, all of whose shards come in, into {@code output}. */
  public static ShuffleIntoShards of(Table input, ShardSize size, Seed seed, Output output) {
    Layout known = Layout.ofShards(input.shards());
    return new ShuffleIntoShards(RowFormat.of(input), known, size, seed, output, Balance.LINES);
  }

  /** The lines of shards that the same pipeline makes, in this format, into {@code output}. */
  public static ShuffleIntoShards of(RowFormat input, ShardSize size, Seed seed, Output output) {
    return new ShuffleIntoShards(input, null, size, seed, output, Balance.LINES);
  }

  /**
   * The same order, in shards that are balanced so.
   *
   * @throws org.shoestring.spec.UsageException if a column of it is not among those of the input
   */
  public ShuffleIntoShards balancedBy(Balance by) {
    int[] unused = by.fields(input.columns());
    return new ShuffleIntoShards(input, known, size, seed, output, by);
  }

  /** How many times the lines are read. */
  public static int passes(Balance balance) {
    return balance.isByTokens() ? 2 : 1;
  }

  @Override
  public PCollection<WrittenShard> expand(PCollection<? extends Shard> shards) {
    LayoutInput layout = LayoutInput.of(known, shards);
    ShuffleJob job = new ShuffleJob(input, size, seed, output, layout, null);
    if (!balance.isByTokens()) {
      return shuffle(shards, job);
    }
    CountTokens.Counted counted = CountTokens.in(shards, job, balance);
    return shuffle(counted.shards(), job.with(counted.cuts()));
  }

  private static PCollection<WrittenShard> shuffle(
      PCollection<? extends Shard> shards, ShuffleJob job) {
    return shards
        .apply("SendLines", ParDo.of(new SendLinesFn(job)).withSideInputs(job.views()))
        .apply("GroupLines", CompleteGroups.of(job.layout(), job::groups))
        .apply("WriteShards", ParDo.of(new WriteShardsFn(job)).withSideInputs(job.views()));
  }
}

package org.shoestring.pipeline.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.Cuts;
import org.shoestring.shuffle.ListedCuts;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.TokenCounts;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.transform.shuffling.CountTokens;
import org.shoestring.tsv.TsvRow;

/**
 * Checks that a shuffled table is cut into shards where it must be: with equally many lines, or as
 * the {@link TokenCounts} of its input say. Those are known only when all of the input was read, so
 * until then its lines are told apart by the cuts that the table has.
 */
final class ShardBalance {
  private final List<CommittedShard> shards;
  private final int expected;
  private final long lines;
  private final int[] fields;
  private final boolean comparable;
  private final ShufflePlan plan;

  /** The tokens of the input; null for a balance of lines. */
  private final @Nullable TokenCounts counts;

  private long leastTokens = Long.MAX_VALUE;
  private long mostTokens;

  /**
   * A check.
   *
   * @param even the plan of shards that have equally many lines
   */
  ShardBalance(Table input, ShufflePlan even, Table output, Balance balance) {
    this.shards = output.shards();
    this.expected = even.shards().parts();
    this.lines = input.lines();
    this.fields = balance.fields(input.columns());
    this.counts = balance.isByTokens() ? new TokenCounts(lines) : null;
    this.comparable = balance.isByTokens() ? canHaveCuts() : hasAllShards();
    this.plan = balance.isByTokens() && comparable ? even.with(cuts()) : even;
  }

  private boolean canHaveCuts() {
    return hasAllShards()
        && shards.stream().mapToLong(CommittedShard::lines).sum() == lines
        && (expected == 1 || shards.stream().allMatch(shard -> shard.lines() > 0));
  }

  private Cuts cuts() {
    return ListedCuts.ofSizes(shards.stream().mapToLong(CommittedShard::lines).toArray());
  }

  /** Which shard each line goes to. */
  ShufflePlan plan() {
    return plan;
  }

  /** Whether the shards of the table can be those of {@link #plan}. */
  boolean isComparable() {
    return comparable;
  }

  private boolean hasAllShards() {
    return shards.size() == expected;
  }

  /** Counts tokens of lines for one thread; null for a balance of lines. */
  @Nullable TokenCounts newCounts() {
    return counts == null ? null : new TokenCounts(lines);
  }

  /** The tokens of a line; 0 for one of a damaged shard that lacks fields. */
  long tokens(byte[] bytes, int from, int to) {
    if (counts == null) {
      return 0;
    }
    TsvRow row = TsvRow.parse(bytes, from, to);
    return fields[fields.length - 1] < row.size() ? CountTokens.of(row, fields) : 0;
  }

  /** Takes what was counted of a shard of the input. */
  synchronized void addInput(@Nullable TokenCounts ofShard) {
    if (counts != null && ofShard != null) {
      counts.add(ofShard);
    }
  }

  /** Takes the tokens of a shard of the table. */
  synchronized void addOutput(long tokens) {
    leastTokens = Math.min(leastTokens, tokens);
    mostTokens = Math.max(mostTokens, tokens);
  }

  /**
   * What is wrong with the cuts, empty if nothing.
   *
   * @param intact whether all of the input could be read
   */
  String problem(boolean intact) {
    if (!hasAllShards()) {
      return "has " + shards.size() + " shards, expected " + expected;
    }
    if (counts == null) {
      return mostLines() - leastLines() > 1
          ? "the sizes of the shards differ by more than one line"
          : "";
    }
    if (!intact) {
      return "not compared, because the input is damaged";
    }
    Cuts right = counts.cuts(expected);
    for (int shard = 0; shard < expected; shard++) {
      if (shards.get(shard).lines() != right.size(shard)) {
        return "shard "
            + shard
            + " has "
            + shards.get(shard).lines()
            + " lines, but where shards have equally many tokens it has "
            + right.size(shard);
      }
    }
    return "";
  }

  /** How large the shards are. */
  String numbers() {
    String sizes =
        "shards " + shards.size() + ", lines of each " + leastLines() + " to " + mostLines();
    return counts == null || mostTokens < leastTokens
        ? sizes
        : sizes + ", tokens of each " + leastTokens + " to " + mostTokens;
  }

  private long leastLines() {
    return shards.stream().mapToLong(CommittedShard::lines).min().orElse(0);
  }

  private long mostLines() {
    return shards.stream().mapToLong(CommittedShard::lines).max().orElse(0);
  }
}

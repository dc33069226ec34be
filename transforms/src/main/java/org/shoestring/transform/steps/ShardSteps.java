package org.shoestring.transform.steps;

import java.io.IOException;
import java.util.List;
import org.shoestring.shuffle.block.BlockReader;
import org.shoestring.shuffle.block.BlockSettings;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.step.Barrier.Learnt;
import org.shoestring.step.Chain;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.RowReader;

/** Steps at work on one shard, barriers among them with what was learnt of it. */
final class ShardSteps {
  private final Chain chain;
  private final List<Learnt> learnt;

  private ShardSteps(Chain chain, List<Learnt> learnt) {
    this.chain = chain;
    this.learnt = learnt;
  }

  /**
   * The steps before a barrier, or all.
   *
   * @param end the number of that barrier; {@link Barriers#count} for all steps
   * @param told what the barriers before it told of the shard: the bucket of a record, modulo their
   *     whole count, is the barrier that it is of
   */
  static ShardSteps of(Barriers barriers, int end, Iterable<Blocks> told, BlockSettings settings)
      throws IOException {
    List<Learnt> learnt = barriers.learnt();
    try (BlockReader records = BlockReader.of(told, settings)) {
      while (records.next()) {
        learnt
            .get(records.bucket() % barriers.count())
            .hear(records.number(), records.bytes(), records.from(), records.to());
      }
    }
    return new ShardSteps(barriers.chain(end, learnt), learnt);
  }

  /** What becomes of the row that a reader stands on. */
  Verdict apply(RowReader rows) {
    for (Learnt step : learnt) {
      step.at(rows.line() - 1);
    }
    return chain.apply(rows);
  }
}

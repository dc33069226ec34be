package org.shoestring.transform.splitting;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.SplitPlan;
import org.shoestring.table.ShardReader;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Layout;
import org.shoestring.tsv.RowReader;

/**
 * Which lines of its input the lines of a table are that {@link SplitTable} made. The split is
 * decided again, over the shards that the line can have come from.
 */
public final class SplitLines {
  private static final long UNKNOWN = -1;

  private final Split split;
  private final Table input;
  private final Layout layout;
  private final SplitPlan plan;

  /** The lines of each part in each shard of the input, as far as they were counted. */
  private final long[][] counts;

  /** The lines of a split of a table; by label, this reads all of it. */
  public SplitLines(Split split, Table input) throws IOException {
    this.split = split;
    this.input = input;
    this.layout = Layout.ofShards(input.shards());
    this.plan = SplitTable.plan(split, input);
    this.counts = new long[split.parts().list().size()][input.shards().size()];
    for (long[] part : counts) {
      Arrays.fill(part, UNKNOWN);
    }
  }

  /** The line of the input that a line of a part was, both counted from 0 over all shards. */
  public long of(Table part, long line) throws IOException {
    int number = split.parts().names().indexOf(part.name());
    List<CommittedShard> shards = input.shards();
    if (split.parts().isRest(number)) {
      Layout rest = Layout.ofShards(part.shards()); // It has the cuts of the input.
      int place = rest.placeOf(line);
      return find(shards.get(place), number, line - rest.firstLine(place));
    }
    long left = line;
    for (int place = 0; place < shards.size(); place++) {
      if (counts[number][place] == UNKNOWN) {
        counts[number][place] = count(shards.get(place), number);
      }
      if (left < counts[number][place]) {
        return find(shards.get(place), number, left);
      }
      left -= counts[number][place];
    }
    throw new IndexOutOfBoundsException(part.name() + " has no line " + line);
  }

  private long count(CommittedShard shard, int part) throws IOException {
    AtomicLong count = new AtomicLong();
    visit(shard, part, line -> count.getAndIncrement() >= 0);
    return count.get();
  }

  /** The line of the input that is number {@code wanted} of the lines of a part in a shard. */
  private long find(CommittedShard shard, int part, long wanted) throws IOException {
    AtomicLong left = new AtomicLong(wanted);
    AtomicLong found = new AtomicLong(UNKNOWN);
    visit(
        shard,
        part,
        line -> {
          found.set(line);
          return left.getAndDecrement() > 0;
        });
    return found.get();
  }

  /** Visits the lines of a part in a shard, by their numbers in the input, until told to stop. */
  private void visit(CommittedShard shard, int part, LongPredicate goOn) throws IOException {
    SplitPlan.OfShard parts = plan.shard(shard.place());
    long line = layout.firstLine(shard.place());
    try (RowReader rows =
        ShardReader.open(input.stores(), shard, input.manifest().codec(), input.columns().size())) {
      for (; rows.next(); line++) {
        if (parts.part(line, rows.row()) == part && !goOn.test(line)) {
          return;
        }
      }
    }
  }
}

package org.shoestring.transform.shuffling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.block.PositionOrder;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.unit.OutputWork;

/**
 * Cuts the lines of a group, which come in order, into its shards, from some shard on: those before
 * are there already.
 */
final class ShardCutter implements PositionOrder.Lines, AutoCloseable {
  private final Output output;
  private final ShufflePlan plan;
  private final int end;
  private final OutputWork work;
  private final List<WrittenShard> written = new ArrayList<>();
  private final long start;
  private int shard;
  private long nextStart;
  private ShardWriter writer;

  ShardCutter(Output output, ShufflePlan plan, int first, int end) throws IOException {
    this.output = output;
    this.plan = plan;
    this.end = end;
    this.work = OutputWork.on(output);
    this.shard = first;
    this.start = plan.shards().start(first);
    this.nextStart = plan.shards().start(first + 1);
    this.writer = output.newShard(TableName.MAIN, first, 0);
  }

  @Override
  public void line(long position, byte[] bytes, int from, int to) throws IOException {
    if (position < start) {
      return;
    }
    if (position == nextStart) {
      endShard();
      shard++;
      nextStart = plan.shards().start(shard + 1);
      writer = output.newShard(TableName.MAIN, shard, 0);
    }
    writer.write(bytes, from, to);
  }

  private void endShard() throws IOException {
    UnitRecord mine = new UnitRecord(List.of(writer.finish()), Map.of(), List.of());
    writer.close();
    String name = UnitRecords.name(shard);
    UnitRecord counts = work.records().keep(name, output.records().finish(name, mine));
    WrittenShard result = output.records().shard(counts, TableName.MAIN);
    work.progress().addLines(result.lines(), result.lines());
    work.progress().addBytes(result.compressed());
    work.progress().addUnit();
    written.add(result);
  }

  List<WrittenShard> finish() throws IOException {
    endShard();
    if (shard != end - 1) {
      throw new IllegalStateException("the group ends at shard " + shard + " of " + end);
    }
    return written;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}

package org.shoestring.transform.shuffling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.block.BlockReader;
import org.shoestring.shuffle.block.BlockSettings;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.shuffle.block.PositionOrder;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.worker.WorkSlots;

/** Writes the shards of a group, each a unit of its own. */
final class WriteShardsFn extends DoFn<KV<Integer, Iterable<Blocks>>, WrittenShard> {
  private static final long serialVersionUID = 1;

  /** Beside a unit's own: the blocks that a reader holds, a bucket, and where its lines lie. */
  private static final long WRITE_BYTES = 2 * WorkSlots.UNIT_BYTES;

  private final ShuffleJob job;

  WriteShardsFn(ShuffleJob job) {
    this.job = job;
  }

  @ProcessElement
  public void process(ProcessContext context) throws Exception {
    ShufflePlan plan = job.plan(context);
    int group = context.element().getKey();
    int first = plan.firstShard(group);
    int end = plan.firstShard(group + 1);
    UnitWork.result(job.output(), WRITE_BYTES, () -> write(context, plan, group, first, end))
        .forEach(context::output);
  }

  private List<WrittenShard> write(
      ProcessContext context, ShufflePlan plan, int group, int first, int end) throws Exception {
    List<WrittenShard> shards = new ArrayList<>();
    List<UnitRecord> finished = finished(first, end);
    for (UnitRecord record : finished) {
      OutputWork.on(job.output()).progress().addUnit();
      shards.addAll(record.shards());
    }
    int next = first + finished.size();
    if (next == end) {
      return shards;
    }
    BlockSettings settings = OutputBlocks.of(context.getPipelineOptions(), job.output());
    try (BlockReader blocks = BlockReader.of(context.element().getValue(), settings);
        ShardCutter cutter = new ShardCutter(job.output(), plan, next, end)) {
      PositionOrder.run(plan, group, blocks, settings, cutter);
      shards.addAll(cutter.finish());
      return shards;
    }
  }

  /**
   * The records of shards that an earlier attempt on this group has finished, from the first one
   * on. The store itself is asked: what was listed may be older than what others left out.
   */
  private List<UnitRecord> finished(int first, int end) throws IOException {
    Optional<UnitRecord> one = record(UnitRecords.name(first));
    if (one.isEmpty()) {
      return List.of();
    }
    List<String> others = IntStream.range(first + 1, end).mapToObj(UnitRecords::name).toList();
    List<UnitRecord> records = new ArrayList<>(List.of(one.get()));
    for (Optional<UnitRecord> other : ParallelRequests.each(others, this::record)) {
      if (other.isEmpty()) {
        break;
      }
      records.add(other.get());
    }
    return records;
  }

  private Optional<UnitRecord> record(String name) throws IOException {
    Optional<UnitRecord> record = job.output().records().find(name);
    record.ifPresent(found -> OutputWork.on(job.output()).records().keep(name, found));
    return record;
  }
}

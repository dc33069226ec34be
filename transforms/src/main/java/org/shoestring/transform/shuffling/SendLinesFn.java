package org.shoestring.transform.shuffling;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.block.BlockWriter;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.unit.FinishedUnits;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.RecordsAhead;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.WorkSlots;

/** Sends each line to where it goes. */
final class SendLinesFn extends DoFn<Shard, KV<Integer, Blocks>> {
  private static final long serialVersionUID = 1;

  private final ShuffleJob job;
  private final FinishedUnits finished;
  private transient @Nullable RecordsAhead records;

  SendLinesFn(ShuffleJob job) {
    this.job = job;
    this.finished = new FinishedUnits(job.output());
  }

  /** Which shards were finished before: what goes there need not be sent. */
  @Setup
  public void setup() throws Exception {
    records = UnitWork.prepared(job.output(), finished::records);
  }

  private BitSet finished(ShufflePlan plan) {
    RecordsAhead known = records == null ? RecordsAhead.none(job.output()) : records;
    BitSet groups = new BitSet();
    for (int group = 0; group < plan.buckets().groups(); group++) {
      groups.set(
          group,
          IntStream.range(plan.firstShard(group), plan.firstShard(group + 1))
              .allMatch(shard -> known.contains(UnitRecords.name(shard))));
    }
    return groups;
  }

  @ProcessElement
  public void process(ProcessContext context) throws Exception {
    Shard shard = context.element();
    ShufflePlan plan = job.plan(context);
    long firstLine = job.layout().get(context).firstLine(shard);
    UnitWork.counted(
        job.output(),
        WorkSlots.UNIT_BYTES,
        () -> {
          BlockWriter blocks = job.blocks(context, plan.buckets());
          BitSet finished = finished(plan);
          long line = firstLine;
          try (RowReader rows = job.rows(shard)) {
            while (rows.next()) {
              long position = plan.position(line++);
              int bucket = plan.bucket(position);
              if (!finished.get(plan.buckets().group(bucket))) {
                TsvRow row = rows.row();
                blocks.add(bucket, position, row.bytes(), row.start(), row.end());
              }
            }
          }
          blocks.finish();
        });
    OutputWork.on(job.output()).progress().addBytes(shard.compressed());
  }
}

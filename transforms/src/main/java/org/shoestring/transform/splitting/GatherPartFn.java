package org.shoestring.transform.splitting;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.shoestring.shuffle.block.BlockReader;
import org.shoestring.shuffle.block.BlockSettings;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.worker.WorkSlots;

/**
 * Writes the lines of one part, a unit of work, in the order of the table: the blocks of a shard
 * have ascending numbers, and those of different shards do not overlap, so that blocks in the order
 * of their first numbers are lines in the order of theirs.
 */
final class GatherPartFn extends DoFn<KV<Integer, Iterable<Blocks>>, WrittenShard> {
  private static final long serialVersionUID = 1;

  /** Beside a unit's own: the blocks that a reader holds. */
  private static final long MEMORY = WorkSlots.UNIT_BYTES + (16L << 20);

  private final SplitJob job;

  GatherPartFn(SplitJob job) {
    this.job = job;
  }

  @ProcessElement
  public void process(ProcessContext context) throws Exception {
    String name = job.record(context.element().getKey(), job.layout(context));
    UnitRecord record =
        UnitWork.result(
            job.output(), MEMORY, () -> UnitWork.finish(job.output(), name, () -> gather(context)));
    record.shards().forEach(context::output);
  }

  private UnitRecord gather(ProcessContext context) throws Exception {
    int part = job.part(context.element().getKey());
    BlockSettings settings = OutputBlocks.of(context.getPipelineOptions(), job.output());
    try (BlockReader lines = BlockReader.of(context.element().getValue(), settings);
        PartShards shards = new PartShards(job.output(), job.table(part), job.shardBytes())) {
      long count = 0;
      long last = -1;
      while (lines.next()) {
        if (lines.number() <= last) {
          throw new IllegalStateException("line " + lines.number() + " came after " + last);
        }
        last = lines.number();
        shards.write(lines.bytes(), lines.from(), lines.to());
        count++;
      }
      check(part, count, job.layout(context).lines());
      return new UnitRecord(shards.finish(), Map.of(), List.of());
    }
  }

  /** A part must not lose lines, whatever a runner does. */
  private void check(int part, long count, long all) {
    job.split()
        .counts(all)
        .ifPresent(
            counts -> {
              if (counts[part] != count) {
                throw new IllegalStateException(
                    job.table(part) + " has " + count + " lines, expected " + counts[part]);
              }
            });
  }
}

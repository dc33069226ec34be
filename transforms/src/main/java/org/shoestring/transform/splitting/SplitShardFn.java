package org.shoestring.transform.splitting;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.block.BlockWriter;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.shuffle.split.SplitPlan;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.unit.FinishedUnits;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.RecordsAhead;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.WorkSlots;

/**
 * Splits one shard: what is of the rest becomes a shard at once, a unit of work; all else is sent
 * to be gathered, with the number of its line in the table. Lines of parts that have a record are
 * not sent again, and a shard that all records are there of is not read.
 */
final class SplitShardFn extends DoFn<Shard, KV<Integer, Blocks>> {
  private static final long serialVersionUID = 1;

  static final TupleTag<KV<Integer, Blocks>> LINES = new TupleTag<>("lines") {};
  static final TupleTag<WrittenShard> REST = new TupleTag<>("rest") {};

  /** Beside a unit's own: the lines that are about to be sent. */
  private static final long MEMORY = WorkSlots.UNIT_BYTES + (20L << 20);

  private final SplitJob job;
  private final FinishedUnits finished;
  private transient @Nullable RecordsAhead records;
  private transient @Nullable SplitPlan plan;

  SplitShardFn(SplitJob job) {
    this.job = job;
    this.finished = new FinishedUnits(job.output());
  }

  /** Which parts were finished before: their lines need not be sent. */
  @Setup
  public void setup() throws Exception {
    records = UnitWork.prepared(job.output(), finished::records);
  }

  @ProcessElement
  public void process(ProcessContext context) throws Exception {
    UnitWork.result(job.output(), MEMORY, () -> split(context.element(), context))
        .ifPresent(shard -> context.output(REST, shard));
    OutputWork.on(job.output()).progress().addBytes(context.element().compressed());
  }

  /** Sends the lines of parts, and returns the shard of the rest, if there is one. */
  private Optional<WrittenShard> split(Shard shard, ProcessContext context) throws Exception {
    Output output = job.output();
    Layout layout = job.layout(context);
    int rest = job.rest();
    int unit = shard.inputNumber();
    String name = UnitRecords.name(unit);
    RecordsAhead known = records == null ? RecordsAhead.none(output) : records;
    Optional<UnitRecord> done = rest < 0 ? Optional.empty() : known.record(name);
    int[] groups = job.groupsToFill(layout, known::contains);
    boolean writesRest = rest >= 0 && done.isEmpty();
    if (writesRest || Arrays.stream(groups).anyMatch(group -> group >= 0)) {
      BlockWriter lines =
          BlockWriter.of(
              OutputBlocks.of(context.getPipelineOptions(), output),
              job.buckets(),
              (group, blocks) -> context.output(KV.of(group, blocks)));
      try (ShardWriter kept = writesRest ? output.newShard(job.table(rest), unit, 0) : null) {
        send(shard, layout.firstLine(shard), plan(context), groups, lines, kept);
        if (kept != null) {
          UnitRecord mine = new UnitRecord(List.of(kept.finish()), Map.of(), List.of());
          done = Optional.of(output.records().finish(name, mine));
        }
      }
    }
    return done.map(
        record -> output.records().shard(UnitWork.counted(output, name, record), job.table(rest)));
  }

  /** The plan, made once for all shards of this worker: by label it may take seconds. */
  private SplitPlan plan(ProcessContext context) {
    SplitPlan known = plan;
    if (known == null) {
      known = job.plan(context);
      plan = known;
    }
    return known;
  }

  private void send(
      Shard shard,
      long firstLine,
      SplitPlan plan,
      int[] groups,
      BlockWriter lines,
      @Nullable ShardWriter kept)
      throws IOException {
    SplitPlan.OfShard parts = plan.shard(shard.inputNumber());
    int rest = job.rest();
    long line = firstLine;
    try (RowReader rows =
        ShardReader.open(
            job.input().stores(), shard, job.input().codec(), job.input().columns().size())) {
      while (rows.next()) {
        TsvRow row = rows.row();
        int part = parts.part(line, row);
        if (groups[part] >= 0) {
          lines.add(groups[part], line, row.bytes(), row.start(), row.end());
        } else if (part == rest && kept != null) {
          kept.write(row);
        }
        line++;
      }
    }
    lines.finish();
    OutputWork.on(job.output()).progress().addLines(shard.lines(), shard.lines());
  }
}

package org.shoestring.transform.steps;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.step.Verdict;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.Rejects;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.ShardInput;
import org.shoestring.transform.unit.FinishedUnits;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.RecordsAhead;
import org.shoestring.transform.unit.SpareOptions;
import org.shoestring.transform.unit.SpareShardWork;
import org.shoestring.transform.unit.SpareWork;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.Progress;
import org.shoestring.worker.WorkSlots;

/**
 * The steps over one shard, after the barriers told what they learnt of its lines: a unit of work.
 */
final class ShardStepsFn<T> extends DoFn<T, WrittenShard> {
  private static final long serialVersionUID = 1;

  private final ShardInput<T> input;
  private final RowFormat format;
  private final Barriers barriers;
  private final Output output;
  private final FinishedUnits finished;
  private transient @Nullable RecordsAhead records;

  ShardStepsFn(ShardInput<T> input, RowFormat format, Barriers barriers, Output output) {
    this.input = input;
    this.format = format;
    this.barriers = barriers;
    this.output = output;
    this.finished = new FinishedUnits(output);
  }

  @Setup
  public void setUp() throws Exception {
    records = UnitWork.prepared(output, finished::records);
  }

  @ProcessElement
  public void process(ProcessContext context) throws Exception {
    Shard shard = input.shard(context.element());
    long memory = WorkSlots.UNIT_BYTES + Long.BYTES * barriers.facts(shard.lines());
    int unit = shard.inputNumber();
    String name = UnitRecords.name(unit);
    UnitWork.result(
            output,
            memory,
            () ->
                UnitWork.finish(
                    output,
                    name,
                    records,
                    () -> work(shard, input.told(context.element()), context.getPipelineOptions()),
                    SpareOptions.of(context.getPipelineOptions())))
        .kept()
        .forEach(context::output);
  }

  /** Does the work of a shard. */
  UnitRecord work(Shard shard, Iterable<Blocks> told, PipelineOptions options) throws Exception {
    int unit = shard.inputNumber();
    ShardSteps all =
        ShardSteps.of(barriers, barriers.count(), told, OutputBlocks.of(options, output));
    try (RowReader rows =
            ShardReader.open(format.stores(), shard, format.codec(), format.columns().size());
        ShardWriter kept = output.newShard(TableName.MAIN, unit, 0);
        Rejects rejects = new Rejects(output, unit, 0)) {
      while (rows.next()) {
        TsvRow row = rows.row();
        Verdict verdict = all.apply(rows);
        TsvRow result = verdict.row(row);
        if (result != null) {
          kept.write(result);
        } else {
          rejects.add(String.valueOf(verdict.reason()), verdict.detail(), unit, rows.line(), row);
        }
      }
      Progress progress = OutputWork.on(output).progress();
      progress.addBytes(shard.compressed());
      progress.addLines(shard.lines(), kept.lines());
      return Rejects.record(kept.finish(), rejects);
    }
  }

  /** The same work on shards of which nothing was told, for spare workers. */
  static SpareWork<Shard> spare(ShardStepsFn<Shard> steps) {
    return new Spare(steps);
  }

  private static final class Spare extends SpareShardWork {
    private static final long serialVersionUID = 1;

    private final ShardStepsFn<Shard> steps;

    Spare(ShardStepsFn<Shard> steps) {
      super(steps.output, WorkSlots.UNIT_BYTES);
      this.steps = steps;
    }

    @Override
    protected UnitRecord work(Shard shard, PipelineOptions options) throws Exception {
      return steps.work(shard, List.of(), options);
    }
  }
}

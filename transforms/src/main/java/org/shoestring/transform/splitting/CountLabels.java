package org.shoestring.transform.splitting;

import java.io.IOException;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.shuffle.split.LabelCounts;
import org.shoestring.shuffle.split.Split;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.worker.WorkSlots;

/** How many lines of each label the shards have that come in: one element. */
final class CountLabels extends PTransform<PCollection<? extends Shard>, PCollection<LabelCounts>> {
  private static final long serialVersionUID = 1;

  private final RowFormat input;
  private final Split split;
  private final Output output;

  /**
   * A count.
   *
   * @param output that it is work on
   */
  CountLabels(RowFormat input, Split split, Output output) {
    this.input = input;
    this.split = split;
    this.output = output;
  }

  @Override
  public PCollection<LabelCounts> expand(PCollection<? extends Shard> shards) {
    return shards
        .apply("CountInShard", ParDo.of(new CountFn(input, split, output)))
        .apply("AddCounts", Combine.globally(new AddFn(split)));
  }

  /** The labels of one shard. */
  static LabelCounts in(Shard shard, RowFormat input, Split split) throws IOException {
    int[] fields = split.fields(input.columns());
    LabelCounts.OfShard counts = new LabelCounts.OfShard(split, fields);
    try (RowReader rows =
        ShardReader.open(input.stores(), shard, input.codec(), input.columns().size())) {
      while (rows.next()) {
        counts.add(rows.row());
      }
    }
    return counts.finish(shard.inputNumber());
  }

  private static final class CountFn extends DoFn<Shard, LabelCounts> {
    private static final long serialVersionUID = 1;

    private final RowFormat input;
    private final Split split;
    private final Output output;

    CountFn(RowFormat input, Split split, Output output) {
      this.input = input;
      this.split = split;
      this.output = output;
    }

    @ProcessElement
    public void process(@Element Shard shard, OutputReceiver<LabelCounts> out) throws Exception {
      out.output(UnitWork.result(output, WorkSlots.UNIT_BYTES, () -> in(shard, input, split)));
      OutputWork.on(output).progress().addBytes(shard.compressed());
    }
  }

  private static final class AddFn
      extends Combine.CombineFn<LabelCounts, LabelCounts, LabelCounts> {
    private static final long serialVersionUID = 1;

    private final Split split;

    AddFn(Split split) {
      this.split = split;
    }

    @Override
    public LabelCounts createAccumulator() {
      return LabelCounts.none();
    }

    @Override
    public LabelCounts addInput(LabelCounts counts, LabelCounts input) {
      counts.add(input, split);
      return counts;
    }

    @Override
    public LabelCounts mergeAccumulators(Iterable<LabelCounts> some) {
      LabelCounts all = LabelCounts.none();
      some.forEach(counts -> all.add(counts, split));
      return all;
    }

    @Override
    public LabelCounts extractOutput(LabelCounts counts) {
      return counts;
    }
  }
}

package org.shoestring.transform.splitting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.bytes.Varint;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.block.BlockReader;
import org.shoestring.shuffle.block.BlockSettings;
import org.shoestring.shuffle.block.BlockWriter;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.shuffle.split.LabelCounts;
import org.shoestring.shuffle.split.ShardLabels;
import org.shoestring.shuffle.split.Split;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.CompleteGroups;
import org.shoestring.transform.LayoutInput;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.worker.WorkSlots;

/**
 * How many lines of each label the shards have that come in: one element. The labels of all shards
 * together may be much larger than memory, so they travel as lines do, each with its count.
 */
final class CountLabels extends PTransform<PCollection<? extends Shard>, PCollection<LabelCounts>> {
  private static final long serialVersionUID = 1;

  /** Beside a unit's own: the records that are about to be sent. */
  private static final long COUNT_MEMORY = WorkSlots.UNIT_BYTES + (20L << 20);

  /** Beside a unit's own: labels and counts at their limits, and the blocks that a reader holds. */
  private static final long ADD_MEMORY = WorkSlots.UNIT_BYTES + (64L << 20);

  private final RowFormat input;
  private final Split split;
  private final Output output;
  private final LayoutInput layout;

  /**
   * A count.
   *
   * @param output that it is work on
   * @param layout of the shards that come in
   */
  CountLabels(RowFormat input, Split split, Output output, LayoutInput layout) {
    this.input = input;
    this.split = split;
    this.output = output;
    this.layout = layout;
  }

  @Override
  public PCollection<LabelCounts> expand(PCollection<? extends Shard> shards) {
    return shards
        .apply("CountInShard", ParDo.of(new CountFn(input, split, output)))
        .apply("GroupCounts", CompleteGroups.of(layout, any -> 1))
        .apply("AddCounts", ParDo.of(new AddFn(split, output)));
  }

  /** The labels of one shard. */
  static ShardLabels in(Shard shard, RowFormat input, Split split) throws IOException {
    ShardLabels labels = new ShardLabels(split, split.fields(input.columns()));
    try (RowReader rows =
        ShardReader.open(input.stores(), shard, input.codec(), input.columns().size())) {
      while (rows.next()) {
        labels.add(rows.row());
      }
    }
    return labels;
  }

  private static final class CountFn extends DoFn<Shard, KV<Integer, Blocks>> {
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
    public void process(ProcessContext context) throws Exception {
      Shard shard = context.element();
      UnitWork.counted(output, COUNT_MEMORY, () -> count(shard, context));
      OutputWork.on(output).progress().addBytes(shard.compressed());
    }

    private void count(Shard shard, ProcessContext context) throws IOException {
      BlockWriter blocks =
          BlockWriter.of(
              OutputBlocks.of(context.getPipelineOptions(), output),
              Buckets.of(1),
              (group, some) -> context.output(KV.of(group, some)));
      in(shard, input, split)
          .forEach(
              (label, lines) -> {
                byte[] record = record(label, lines);
                blocks.add(0, shard.inputNumber(), record, 0, record.length);
              });
      blocks.finish();
    }

    /** The count, and the label. */
    private static byte[] record(String label, long lines) {
      byte[] name = label.getBytes(UTF_8);
      byte[] record = new byte[Varint.MAX_BYTES + name.length];
      int size = Varint.put(lines, record, 0);
      System.arraycopy(name, 0, record, size, name.length);
      return Arrays.copyOf(record, size + name.length);
    }
  }

  private static final class AddFn extends DoFn<KV<Integer, Iterable<Blocks>>, LabelCounts> {
    private static final long serialVersionUID = 1;

    private final Split split;
    private final Output output;

    AddFn(Split split, Output output) {
      this.split = split;
      this.output = output;
    }

    @ProcessElement
    public void process(ProcessContext context) throws Exception {
      context.output(UnitWork.result(output, ADD_MEMORY, () -> add(context)));
    }

    private LabelCounts add(ProcessContext context) throws IOException {
      LabelCounts.Builder counts = new LabelCounts.Builder(split);
      BlockSettings settings = OutputBlocks.of(context.getPipelineOptions(), output);
      Varint.Reader in = new Varint.Reader();
      try (BlockReader records = BlockReader.of(context.element().getValue(), settings)) {
        while (records.next()) {
          in.start(records.bytes(), records.from());
          long lines = in.next();
          String label =
              new String(records.bytes(), in.position(), records.to() - in.position(), UTF_8);
          counts.add((int) records.number(), label, lines);
        }
      }
      return counts.finish();
    }
  }
}

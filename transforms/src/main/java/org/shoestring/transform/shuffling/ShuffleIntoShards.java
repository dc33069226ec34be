package org.shoestring.transform.shuffling;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.block.BlockReader;
import org.shoestring.shuffle.block.BlockSettings;
import org.shoestring.shuffle.block.BlockWriter;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.shuffle.block.PositionOrder;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.CompleteGroups;
import org.shoestring.transform.LayoutInput;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.unit.FinishedUnits;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.RecordsAhead;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.WorkSlots;

/**
 * Brings the lines of a table into a random order that depends on the lines, the seed and their
 * number alone, and cuts them into shards that differ by at most one line.
 *
 * <p>A {@link ShufflePlan} tells where each line goes while it is read; nothing is sorted as a
 * whole, and memory does not grow with the table.
 */
public final class ShuffleIntoShards
    extends PTransform<PCollection<? extends Shard>, PCollection<WrittenShard>> {
  private static final long serialVersionUID = 1;

  /** Beside a unit's own: the blocks that a reader holds, a bucket, and where its lines lie. */
  private static final long WRITE_BYTES = 2 * WorkSlots.UNIT_BYTES;

  private final Job job;
  private final @Nullable Layout known;

  private ShuffleIntoShards(Job job, @Nullable Layout known) {
    this.job = job;
    this.known = known;
  }

  /** What each worker needs. */
  private record Job(RowFormat input, ShardSize size, Seed seed, Output output)
      implements Serializable {

    ShufflePlan plan(Layout layout) {
      int shards = size.count(layout.lines(), layout.raw());
      return ShufflePlan.of(layout.lines(), layout.raw(), shards, seed);
    }

    int groups(Layout layout) {
      return plan(layout).buckets().groups();
    }
  }

  /** The lines of a table, all of whose shards come in, into {@code output}. */
  public static ShuffleIntoShards of(Table input, ShardSize size, Seed seed, Output output) {
    return new ShuffleIntoShards(
        new Job(RowFormat.of(input), size, seed, output), Layout.ofShards(input.shards()));
  }

  /** The lines of shards that the same pipeline makes, in this format, into {@code output}. */
  public static ShuffleIntoShards of(RowFormat input, ShardSize size, Seed seed, Output output) {
    return new ShuffleIntoShards(new Job(input, size, seed, output), null);
  }

  @Override
  public PCollection<WrittenShard> expand(PCollection<? extends Shard> shards) {
    LayoutInput layout = LayoutInput.of(known, shards);
    return shards
        .apply("SendLines", ParDo.of(new SendFn(job, layout)).withSideInputs(layout.views()))
        .apply("GroupLines", CompleteGroups.of(layout, job::groups))
        .apply("WriteShards", ParDo.of(new WriteFn(job, layout)).withSideInputs(layout.views()));
  }

  /** Sends each line to where it goes. */
  static final class SendFn extends DoFn<Shard, KV<Integer, Blocks>> {
    private static final long serialVersionUID = 1;

    private final Job job;
    private final LayoutInput layout;
    private final FinishedUnits finished;
    private transient @Nullable RecordsAhead records;

    SendFn(Job job, LayoutInput layout) {
      this.job = job;
      this.layout = layout;
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
      Layout layout = this.layout.get(context);
      ShufflePlan plan = job.plan(layout);
      UnitWork.counted(
          job.output(),
          WorkSlots.UNIT_BYTES,
          () -> {
            BlockWriter blocks =
                BlockWriter.of(
                    OutputBlocks.of(context.getPipelineOptions(), job.output()),
                    plan.buckets(),
                    (group, sent) -> context.output(KV.of(group, sent)));
            BitSet finished = finished(plan);
            long line = layout.firstLine(shard);
            try (RowReader rows =
                ShardReader.open(
                    job.input().stores(),
                    shard,
                    job.input().codec(),
                    job.input().columns().size())) {
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

  /** Writes the shards of a group, each a unit of its own. */
  private static final class WriteFn extends DoFn<KV<Integer, Iterable<Blocks>>, WrittenShard> {
    private static final long serialVersionUID = 1;

    private final Job job;
    private final LayoutInput layout;

    WriteFn(Job job, LayoutInput layout) {
      this.job = job;
      this.layout = layout;
    }

    @ProcessElement
    public void process(ProcessContext context) throws Exception {
      ShufflePlan plan = job.plan(layout.get(context));
      int group = context.element().getKey();
      int first = plan.firstShard(group);
      int end = plan.firstShard(group + 1);
      UnitWork.result(job.output(), WRITE_BYTES, () -> write(context, plan, group, first, end))
          .forEach(context::output);
    }

    private List<WrittenShard> write(
        ProcessContext context, ShufflePlan plan, int group, int first, int end) throws Exception {
      Optional<List<UnitRecord>> done = records(first, end);
      if (done.isPresent()) {
        List<WrittenShard> shards = new ArrayList<>();
        for (UnitRecord record : done.get()) {
          OutputWork.on(job.output()).progress().addUnit();
          shards.addAll(record.shards());
        }
        return shards;
      }
      BlockSettings settings = OutputBlocks.of(context.getPipelineOptions(), job.output());
      try (BlockReader blocks = BlockReader.of(context.element().getValue(), settings);
          Cutter cutter = new Cutter(job.output(), plan, first, end)) {
        PositionOrder.run(plan, group, blocks, settings, cutter);
        return cutter.finish();
      }
    }

    /** Asks the store itself: what was listed may be older than what others left out. */
    private Optional<List<UnitRecord>> records(int first, int end) throws IOException {
      Optional<UnitRecord> one = record(UnitRecords.name(first));
      if (one.isEmpty()) {
        return Optional.empty();
      }
      List<String> others = IntStream.range(first + 1, end).mapToObj(UnitRecords::name).toList();
      List<UnitRecord> records = new ArrayList<>(List.of(one.get()));
      for (Optional<UnitRecord> other : ParallelRequests.each(others, this::record)) {
        other.ifPresent(records::add);
      }
      return records.size() == end - first ? Optional.of(records) : Optional.empty();
    }

    private Optional<UnitRecord> record(String name) throws IOException {
      Optional<UnitRecord> record = job.output().records().find(name);
      record.ifPresent(found -> OutputWork.on(job.output()).records().keep(name, found));
      return record;
    }
  }

  /** Cuts the lines of neighbouring shards, which come in order, into these shards. */
  private static final class Cutter implements PositionOrder.Lines, AutoCloseable {
    private final Output output;
    private final ShufflePlan plan;
    private final int end;
    private final OutputWork work;
    private final List<WrittenShard> written = new ArrayList<>();
    private int shard;
    private long nextStart;
    private ShardWriter writer;

    Cutter(Output output, ShufflePlan plan, int first, int end) throws IOException {
      this.output = output;
      this.plan = plan;
      this.end = end;
      this.work = OutputWork.on(output);
      this.shard = first;
      this.nextStart = plan.shards().start(first + 1);
      this.writer = output.newShard(TableName.MAIN, first, 0);
    }

    @Override
    public void line(long position, byte[] bytes, int from, int to) throws IOException {
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
}

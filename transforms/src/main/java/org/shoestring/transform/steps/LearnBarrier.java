package org.shoestring.transform.steps;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.EvenCuts;
import org.shoestring.shuffle.block.BlockReader;
import org.shoestring.shuffle.block.BlockSettings;
import org.shoestring.shuffle.block.BlockWriter;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.shuffle.block.GroupBlocks;
import org.shoestring.step.Barrier;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.LayoutInput;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.ShardInput;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.UnitWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.WorkSlots;

/**
 * Has one barrier of a chain learn. Facts and answers travel, not lines; each shard comes out, by
 * its place, with what was told of it now and by the barriers before.
 */
final class LearnBarrier<T>
    extends PTransform<PCollection<? extends T>, PCollection<KV<Integer, CoGbkResult>>> {
  private static final long serialVersionUID = 1;
  private static final TupleTag<KV<Integer, Blocks>> FACTS = new TupleTag<>("facts") {};
  private static final TupleTag<KV<Integer, Shard>> SHARDS = new TupleTag<>("shards") {};
  private static final TupleTag<KV<Integer, Blocks>> KNOWN = new TupleTag<>("known") {};

  /** What a worker holds at once: about 40 bytes each. */
  private static final long FACTS_PER_BUCKET = 400_000;

  private static final int MAX_BUCKETS = 1 << 16;
  private static final int MAX_GROUPS = 4096;

  private final ShardInput<T> input;
  private final Barriers barriers;
  private final int barrier;
  private final RowFormat format;
  private final Output output;
  private final LayoutInput layout;

  /**
   * A search.
   *
   * @param output that it is work on
   * @param layout of all shards
   */
  LearnBarrier(
      ShardInput<T> input,
      Barriers barriers,
      int barrier,
      RowFormat format,
      Output output,
      LayoutInput layout) {
    this.input = input;
    this.barriers = barriers;
    this.barrier = barrier;
    this.format = format;
    this.output = output;
    this.layout = layout;
  }

  @Override
  public PCollection<KV<Integer, CoGbkResult>> expand(PCollection<? extends T> shards) {
    PCollectionTuple sent =
        shards.apply(
            "Map",
            ParDo.of(new MapFn<>(this))
                .withSideInputs(layout.views())
                .withOutputTags(FACTS, TupleTagList.of(SHARDS).and(KNOWN)));
    PCollection<KV<Integer, Blocks>> answers =
        sent.get(FACTS)
            .apply("GroupFacts", GroupBlocks.create())
            .apply("Reduce", ParDo.of(new ReduceFn(this)).withSideInputs(layout.views()));
    PCollection<KV<Integer, Blocks>> told =
        PCollectionList.of(answers)
            .and(sent.get(KNOWN))
            .apply("AnswersAndKnown", Flatten.pCollections());
    return KeyedPCollectionTuple.of(ShardInput.SHARDS, sent.get(SHARDS))
        .and(ShardInput.TOLD, told)
        .apply("Join", CoGroupByKey.create());
  }

  /** Each bucket is reduced by itself. */
  private static Buckets buckets(Barrier barrier, Layout layout) {
    long facts = layout.lines() * barrier.factsPerLine();
    long wanted = Math.max(1, Math.min(EvenCuts.ceilDiv(facts, FACTS_PER_BUCKET), MAX_BUCKETS));
    int groups = (int) Math.min(wanted, Buckets.groups(wanted, MAX_GROUPS));
    return new Buckets(groups, (int) EvenCuts.ceilDiv(wanted, groups));
  }

  private static final class MapFn<T> extends DoFn<T, KV<Integer, Blocks>> {
    private static final long serialVersionUID = 1;

    private final ShardInput<T> input;
    private final Barriers barriers;
    private final int barrier;
    private final RowFormat format;
    private final Output output;
    private final LayoutInput layout;

    MapFn(LearnBarrier<T> job) {
      this.input = job.input;
      this.barriers = job.barriers;
      this.barrier = job.barrier;
      this.format = job.format;
      this.output = job.output;
      this.layout = job.layout;
    }

    @ProcessElement
    public void process(ProcessContext context) throws Exception {
      Shard shard = input.shard(context.element());
      int number = shard.inputNumber();
      UnitWork.counted(output, WorkSlots.UNIT_BYTES, () -> map(shard, number, context));
      OutputWork.on(output).progress().addBytes(shard.compressed());
    }

    private void map(Shard shard, int place, ProcessContext context) throws Exception {
      BlockSettings settings = OutputBlocks.of(context.getPipelineOptions(), output);
      context.output(SHARDS, KV.of(place, shard));
      List<Blocks> known = new ArrayList<>();
      input.told(context.element()).forEach(known::add);
      known.forEach(blocks -> context.output(KNOWN, KV.of(place, blocks)));
      ShardSteps before = ShardSteps.of(barriers, barrier, known, settings);
      Barrier.Mapper mapper = barriers.get(barrier).mapper();
      Buckets buckets = buckets(barriers.get(barrier), layout.get(context));
      BlockWriter sent =
          BlockWriter.of(
              settings, buckets, (group, blocks) -> context.output(KV.of(group, blocks)));
      Barrier.Facts facts =
          (number, bytes, from, to) ->
              sent.add(bucket(bytes, from, buckets.count()), number, bytes, from, to);
      try (RowReader rows =
          ShardReader.open(format.stores(), shard, format.codec(), format.columns().size())) {
        while (rows.next()) {
          TsvRow kept = before.apply(rows).row(rows.row());
          if (kept != null) {
            mapper.map(place, rows.line() - 1, kept, facts);
          }
        }
      }
      mapper.finish(facts);
      sent.finish();
    }
  }

  /** A bucket for the first 32 bits of a fact. */
  private static int bucket(byte[] fact, int from, int buckets) {
    long bits = Integer.toUnsignedLong(ByteBuffer.wrap(fact, from, Integer.BYTES).getInt());
    return (int) ((bits * buckets) >>> 32);
  }

  private static final class ReduceFn
      extends DoFn<KV<Integer, Iterable<Blocks>>, KV<Integer, Blocks>> {
    private static final long serialVersionUID = 1;

    private final Barriers barriers;
    private final int barrier;
    private final Output output;
    private final LayoutInput layout;

    ReduceFn(LearnBarrier<?> job) {
      this.barriers = job.barriers;
      this.barrier = job.barrier;
      this.output = job.output;
      this.layout = job.layout;
    }

    @ProcessElement
    public void process(ProcessContext context) throws Exception {
      UnitWork.counted(output, WorkSlots.UNIT_BYTES, () -> reduce(context));
    }

    private void reduce(ProcessContext context) throws Exception {
      BlockSettings settings = OutputBlocks.of(context.getPipelineOptions(), output);
      Layout all = layout.get(context);
      Barrier learning = barriers.get(barrier);
      long evenShare = all.lines() * learning.factsPerLine() / buckets(learning, all).count();
      int expected = Math.toIntExact(evenShare + evenShare / 50);
      BlockWriter sent =
          BlockWriter.of(
              settings,
              new Buckets(all.endPlace(), barriers.count()),
              (place, blocks) -> context.output(KV.of(place, blocks)));
      Barrier.Answers answers =
          (place, number, bytes, from, to) ->
              sent.add(place * barriers.count() + barrier, number, bytes, from, to);
      // The blocks of a shard have ascending numbers, and come in the order of their first ones.
      try (BlockReader facts = BlockReader.of(context.element().getValue(), settings)) {
        boolean more = facts.next();
        while (more) {
          int bucket = facts.bucket();
          Barrier.Reducer reducer = learning.reducer(expected);
          do {
            reducer.reduce(facts.number(), facts.bytes(), facts.from(), facts.to(), answers);
            more = facts.next();
          } while (more && facts.bucket() == bucket);
          reducer.finish(answers);
        }
      }
      sent.finish();
    }
  }
}

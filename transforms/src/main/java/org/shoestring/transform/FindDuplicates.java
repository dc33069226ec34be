package org.shoestring.transform;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
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
import org.shoestring.shuffle.BlockReader;
import org.shoestring.shuffle.BlockWriter;
import org.shoestring.shuffle.Blocks;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.DuplicateFinder;
import org.shoestring.shuffle.GroupBlocks;
import org.shoestring.shuffle.LineHash;
import org.shoestring.shuffle.LineId;
import org.shoestring.step.Chain;
import org.shoestring.table.Layout;
import org.shoestring.table.Shard;
import org.shoestring.table.ShardReader;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Row;
import org.shoestring.tsv.RowReader;

/**
 * Finds the lines that one barrier of a chain drops. Hashes and numbers of lines travel, not lines;
 * each shard comes out, by its place, with what was found in it and what was known before.
 */
final class FindDuplicates<T>
    extends PTransform<PCollection<T>, PCollection<KV<Integer, CoGbkResult>>> {
  private static final long serialVersionUID = 1;
  private static final TupleTag<KV<Integer, Blocks>> HASHES = new TupleTag<>("hashes") {};
  private static final TupleTag<KV<Integer, Shard>> SHARDS = new TupleTag<>("shards") {};
  private static final TupleTag<KV<Integer, Blocks>> KNOWN = new TupleTag<>("known") {};

  /** What a worker holds at once: about 40 bytes each. */
  private static final long LINES_PER_GROUP = 400_000;

  private static final int MAX_GROUPS = 4096;

  private final ShardInput<T> input;
  private final Barriers barriers;
  private final int barrier;
  private final Codec codec;
  private final String progress;
  private final LayoutInput layout;

  /**
   * A search.
   *
   * @param progress the folder of the output whose progress it is
   * @param layout of all shards
   */
  FindDuplicates(
      ShardInput<T> input,
      Barriers barriers,
      int barrier,
      Codec codec,
      String progress,
      LayoutInput layout) {
    this.input = input;
    this.barriers = barriers;
    this.barrier = barrier;
    this.codec = codec;
    this.progress = progress;
    this.layout = layout;
  }

  @Override
  public PCollection<KV<Integer, CoGbkResult>> expand(PCollection<T> shards) {
    PCollectionTuple sent =
        shards.apply(
            "HashLines",
            ParDo.of(new HashFn<>(this))
                .withSideInputs(layout.views())
                .withOutputTags(HASHES, TupleTagList.of(SHARDS).and(KNOWN)));
    PCollection<KV<Integer, Blocks>> found =
        sent.get(HASHES)
            .apply("GroupHashes", GroupBlocks.create())
            .apply(
                "FindDuplicates",
                ParDo.of(new FindFn(barriers.count(), barrier, layout))
                    .withSideInputs(layout.views()));
    PCollection<KV<Integer, Blocks>> drops =
        PCollectionList.of(found)
            .and(sent.get(KNOWN))
            .apply("FoundAndKnown", Flatten.pCollections());
    return KeyedPCollectionTuple.of(ShardInput.SHARDS, sent.get(SHARDS))
        .and(ShardInput.DROPS, drops)
        .apply("Join", CoGroupByKey.create());
  }

  private static int groups(Layout layout) {
    long wanted = (layout.lines() + LINES_PER_GROUP - 1) / LINES_PER_GROUP;
    return (int) Math.max(1, Math.min(wanted, MAX_GROUPS));
  }

  private static final class HashFn<T> extends DoFn<T, KV<Integer, Blocks>> {
    private static final long serialVersionUID = 1;

    private final ShardInput<T> input;
    private final Barriers barriers;
    private final int barrier;
    private final Codec codec;
    private final String progress;
    private final LayoutInput layout;

    HashFn(FindDuplicates<T> job) {
      this.input = job.input;
      this.barriers = job.barriers;
      this.barrier = job.barrier;
      this.codec = job.codec;
      this.progress = job.progress;
      this.layout = job.layout;
    }

    @ProcessElement
    public void process(ProcessContext context) throws Exception {
      Shard shard = input.shard(context.element());
      shard.checkOwnPlace();
      UnitWork.counted(WorkSlots.UNIT_BYTES, () -> hash(shard, context));
      Progress.of(progress).addBytes(shard.compressed());
    }

    private void hash(Shard shard, ProcessContext context) throws Exception {
      PipelineOptions options = context.getPipelineOptions();
      context.output(SHARDS, KV.of(shard.place(), shard));
      List<Blocks> known = new ArrayList<>();
      input.drops(context.element()).forEach(known::add);
      known.forEach(blocks -> context.output(KNOWN, KV.of(shard.place(), blocks)));
      Drops drops = Drops.of(known, options, barriers.count());
      Chain chain = barriers.before(barrier, drops);
      LineHash hash = new LineHash(barriers.fields(barrier, chain.output()));
      int groups = groups(layout.get(context));
      BlockWriter hashes =
          BlockWriter.of(
              options, Buckets.of(groups), (group, blocks) -> context.output(KV.of(group, blocks)));
      try (RowReader rows = ShardReader.open(shard, codec, barriers.input().size())) {
        while (rows.next()) {
          long line = rows.line() - 1;
          drops.at(line);
          Row kept = chain.apply(rows).row(rows.row());
          if (kept != null) {
            byte[] bytes = hash.of(kept);
            hashes.add(
                group(bytes, groups), LineId.of(shard.place(), line), bytes, 0, bytes.length);
          }
        }
      }
      hashes.finish();
    }
  }

  /** A group for the first 32 bits of a hash. */
  private static int group(byte[] hash, int groups) {
    long bits = Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt());
    return (int) ((bits * groups) >>> 32);
  }

  private static final class FindFn
      extends DoFn<KV<Integer, Iterable<Blocks>>, KV<Integer, Blocks>> {
    private static final long serialVersionUID = 1;

    private final int barriers;
    private final int barrier;
    private final LayoutInput layout;

    FindFn(int barriers, int barrier, LayoutInput layout) {
      this.barriers = barriers;
      this.barrier = barrier;
      this.layout = layout;
    }

    @ProcessElement
    public void process(ProcessContext context) throws Exception {
      UnitWork.counted(WorkSlots.UNIT_BYTES, () -> find(context));
    }

    private void find(ProcessContext context) throws Exception {
      PipelineOptions options = context.getPipelineOptions();
      Layout all = layout.get(context);
      int places = all.endPlace();
      long evenShare = all.lines() / groups(all);
      int expected = Math.toIntExact(evenShare + evenShare / 50);
      BlockWriter found =
          BlockWriter.of(
              options,
              new Buckets(places, barriers),
              (place, blocks) -> context.output(KV.of(place, blocks)));
      DuplicateFinder finder = new DuplicateFinder(expected);
      byte[] first = new byte[Long.BYTES];
      ByteBuffer buffer = ByteBuffer.wrap(first);
      // The blocks of a shard have ascending lines, and come in the order of their first ones.
      try (BlockReader hashes = BlockReader.of(context.element().getValue(), options)) {
        while (hashes.next()) {
          long id = hashes.number();
          long repeated = finder.firstOf(id, hashes.bytes(), hashes.from());
          if (repeated != DuplicateFinder.NONE) {
            buffer.putLong(0, repeated);
            int bucket = LineId.place(id) * barriers + barrier;
            found.add(bucket, LineId.line(id), first, 0, first.length);
          }
        }
      }
      found.finish();
    }
  }
}

package org.shoestring.transform.shuffling;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.ListedCuts;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.block.BlockWriter;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.record.Layout;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.LayoutInput;
import org.shoestring.transform.OutputBlocks;
import org.shoestring.transform.RowFormat;
import org.shoestring.tsv.RowReader;

/**
 * What each worker on a shuffle needs.
 *
 * @param cuts where the shards start; null where they have equally many lines
 */
record ShuffleJob(
    RowFormat input,
    ShardSize size,
    Seed seed,
    Output output,
    LayoutInput layout,
    @Nullable PCollectionView<List<Long>> cuts)
    implements Serializable {

  /** The views that {@link #plan} needs. */
  List<PCollectionView<?>> views() {
    return Stream.concat(layout.views().stream(), Stream.ofNullable(cuts)).toList();
  }

  /** The same with cuts that are counted in the pipeline. */
  ShuffleJob with(PCollectionView<List<Long>> counted) {
    return new ShuffleJob(input, size, seed, output, layout, counted);
  }

  /** Where each line goes. */
  ShufflePlan plan(DoFn<?, ?>.ProcessContext context) {
    ShufflePlan plan = evenPlan(layout.get(context));
    return cuts == null ? plan : plan.with(ListedCuts.of(context.sideInput(cuts)));
  }

  /** The same order, in shards of equally many lines. */
  ShufflePlan evenPlan(Layout layout) {
    int shards = size.count(layout.lines(), layout.raw());
    return ShufflePlan.of(layout.lines(), layout.raw(), shards, seed);
  }

  /** The lines of a shard that comes in. */
  RowReader rows(Shard shard) throws IOException {
    return ShardReader.open(input.stores(), shard, input.codec(), input.columns().size());
  }

  /** Blocks that go on as a worker's output. */
  BlockWriter blocks(DoFn<?, KV<Integer, Blocks>>.ProcessContext context, Buckets buckets)
      throws IOException {
    return BlockWriter.of(
        OutputBlocks.of(context.getPipelineOptions(), output),
        buckets,
        (group, sent) -> context.output(KV.of(group, sent)));
  }

  int groups(Layout layout) {
    return evenPlan(layout).buckets().groups();
  }
}

package org.shoestring.shuffle.block;

import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Brings the blocks of each group together, for a {@link BlockReader} to read.
 *
 * <p>It is Beam's GroupByKey: what keeps memory flat is that an engine that spills is given
 * elements of at most 256 KB (parts of a very long line have up to 1 MB), and that a runner that
 * holds everything in memory is given only the places of blocks in a local file ({@code
 * --blockExchange=localFiles}). A group has one consumer and is read once, else Flink's runner
 * would hold it in memory.
 */
public final class GroupBlocks
    extends PTransform<
        PCollection<KV<Integer, Blocks>>, PCollection<KV<Integer, Iterable<Blocks>>>> {
  private static final long serialVersionUID = 1;

  private GroupBlocks() {}

  public static GroupBlocks create() {
    return new GroupBlocks();
  }

  @Override
  public PCollection<KV<Integer, Iterable<Blocks>>> expand(
      PCollection<KV<Integer, Blocks>> blocks) {
    return blocks.apply("GroupByKey", GroupByKey.create());
  }
}

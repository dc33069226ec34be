package org.shoestring.transform;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.table.record.Shard;

/** How a shard comes to a pass over a table: alone, or with what the barriers before told of it. */
public interface ShardInput<T> extends Serializable {
  TupleTag<Shard> SHARDS = new TupleTag<>("shards") {};
  TupleTag<Blocks> TOLD = new TupleTag<>("told") {};

  Shard shard(T element);

  Iterable<Blocks> told(T element);

  /** A shard of which nothing is known. */
  final class Alone implements ShardInput<Shard> {
    private static final long serialVersionUID = 1;

    @Override
    public Shard shard(Shard element) {
      return element;
    }

    @Override
    public Iterable<Blocks> told(Shard element) {
      return List.of();
    }
  }

  /** A shard by its number, joined with what was told of it. */
  final class Told implements ShardInput<KV<Integer, CoGbkResult>> {
    private static final long serialVersionUID = 1;

    @Override
    public Shard shard(KV<Integer, CoGbkResult> element) {
      return element.getValue().getOnly(SHARDS);
    }

    @Override
    public Iterable<Blocks> told(KV<Integer, CoGbkResult> element) {
      return element.getValue().getAll(TOLD);
    }
  }
}

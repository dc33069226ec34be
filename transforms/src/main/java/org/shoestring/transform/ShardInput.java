package org.shoestring.transform;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.shoestring.shuffle.Blocks;
import org.shoestring.table.Shard;

/** How a shard comes to a pass over a table: alone, or with what the barriers before told of it. */
interface ShardInput<T> extends Serializable {
  TupleTag<Shard> SHARDS = new TupleTag<>("shards") {};
  TupleTag<Blocks> DROPS = new TupleTag<>("drops") {};

  Shard shard(T element);

  Iterable<Blocks> drops(T element);

  /** A shard of which nothing is known. */
  final class Alone implements ShardInput<Shard> {
    private static final long serialVersionUID = 1;

    @Override
    public Shard shard(Shard element) {
      return element;
    }

    @Override
    public Iterable<Blocks> drops(Shard element) {
      return List.of();
    }
  }

  /** A shard by its place, joined with what it drops. */
  final class WithDrops implements ShardInput<KV<Integer, CoGbkResult>> {
    private static final long serialVersionUID = 1;

    @Override
    public Shard shard(KV<Integer, CoGbkResult> element) {
      return element.getValue().getOnly(SHARDS);
    }

    @Override
    public Iterable<Blocks> drops(KV<Integer, CoGbkResult> element) {
      return element.getValue().getAll(DROPS);
    }
  }
}

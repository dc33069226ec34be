package org.shoestring.transform;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.table.Table;
import org.shoestring.table.record.Shard;

/** The shards of a committed table, each a bundle of its own. */
public final class ReadShards extends PTransform<PBegin, PCollection<Shard>> {
  private static final long serialVersionUID = 1;

  private final PTransform<PBegin, PCollection<Shard>> source;

  private ReadShards(PTransform<PBegin, PCollection<Shard>> source) {
    this.source = source;
  }

  public static ReadShards of(Table table) {
    return new ReadShards(WorkSource.of(table.shards(), ShardCoder.of()));
  }

  @Override
  public PCollection<Shard> expand(PBegin begin) {
    return begin.apply("Shards", source);
  }
}

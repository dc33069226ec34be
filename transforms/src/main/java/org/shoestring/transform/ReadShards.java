package org.shoestring.transform;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;

/** The shards of a committed table; each a bundle, unless there are very many. */
public final class ReadShards extends PTransform<PBegin, PCollection<CommittedShard>> {
  private static final long serialVersionUID = 1;

  private final PTransform<PBegin, PCollection<CommittedShard>> source;

  private ReadShards(PTransform<PBegin, PCollection<CommittedShard>> source) {
    this.source = source;
  }

  public static ReadShards of(Table table) {
    return new ReadShards(WorkSource.of(table.shards(), ShardCoder.committed()));
  }

  @Override
  public PCollection<CommittedShard> expand(PBegin begin) {
    return begin.apply("Shards", source);
  }
}

package org.shoestring.transform;

import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.unit.SpareUnits;
import org.shoestring.transform.unit.SpareWork;

/** The shards of a committed table; each a bundle, unless there are very many. */
public final class ReadShards extends PTransform<PBegin, PCollection<CommittedShard>> {
  private static final long serialVersionUID = 1;

  private final Table table;
  private final @Nullable SpareWork<Shard> spare;

  private ReadShards(Table table, @Nullable SpareWork<Shard> spare) {
    this.table = table;
    this.spare = spare;
  }

  public static ReadShards of(Table table) {
    return new ReadShards(table, null);
  }

  /**
   * The same for a transform that does one unit of work for each shard and needs nothing else:
   * workers that are done begin the slow units of others again, where the runner has several
   * machines.
   *
   * <p>A transform that moves lines between shards cannot do that: what it sends is an element, and
   * two copies would send it twice. There, Flink's heartbeat finds a worker that is gone, and
   * others do all its elements.
   *
   * @param work empty for none
   */
  public ReadShards sparing(Optional<SpareWork<Shard>> work) {
    return new ReadShards(table, work.orElse(null));
  }

  @Override
  public PCollection<CommittedShard> expand(PBegin begin) {
    return begin.apply("Shards", WorkSource.of(table.shards(), ShardCoder.committed(), spares()));
  }

  private @Nullable SpareUnits<CommittedShard> spares() {
    if (spare == null) {
      return null;
    }
    Stores stores = table.stores();
    String folder = table.folder();
    String name = table.name();
    return new SpareUnits<>(() -> Table.in(stores, folder, name).shards(), spare);
  }
}

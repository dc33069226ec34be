package org.shoestring.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.Stores;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.Codec;

/** The rows of shards one after another, from any line on. */
public final class TableReader implements Closeable {
  private final Stores stores;
  private final Codec codec;
  private final int columns;
  private final Iterator<? extends Shard> shards;
  private @Nullable RowReader rows;
  private long skip;

  /**
   * Rows of these shards.
   *
   * @param fromLine the first row, counted from 0 over all shards
   */
  public TableReader(
      Stores stores, List<? extends Shard> shards, Codec codec, int columns, long fromLine) {
    this.stores = stores;
    this.codec = codec;
    this.columns = columns;
    long first = 0;
    int start = 0;
    while (start < shards.size()
        && first < fromLine
        && first + shards.get(start).lines() <= fromLine) {
      first += shards.get(start++).lines();
    }
    this.shards = shards.subList(start, shards.size()).iterator();
    this.skip = fromLine - first;
  }

  /** Moves to the next row; false at the end. */
  public boolean next() throws IOException {
    while (true) {
      if (rows == null) {
        if (!shards.hasNext()) {
          return false;
        }
        rows = ShardReader.open(stores, shards.next(), codec, columns, skip);
        skip = 0;
      }
      if (rows.next()) {
        return true;
      }
      rows.close();
      rows = null;
    }
  }

  /** The current row, valid until {@link #next}. */
  public TsvRow row() {
    if (rows == null) {
      throw new IllegalStateException("no current row");
    }
    return rows.row();
  }

  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }
}

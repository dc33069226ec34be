package org.shoestring.transform;

import java.io.Serializable;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;

/**
 * How the shards that come in are to be read.
 *
 * @param stores what opens theirs
 */
public record RowFormat(Stores stores, Codec codec, Columns columns) implements Serializable {

  /** That of a table's shards. */
  public static RowFormat of(Table table) {
    return new RowFormat(table.stores(), table.manifest().codec(), table.columns());
  }
}

package org.shoestring.table;

import java.io.IOException;
import java.io.InputStream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.codec.Codec;

/** Opens shards for reading, at any line, without reading what is before. */
public final class ShardReader {
  private ShardReader() {}

  /** The rows of a whole shard; its bytes are checked against the hash in its name. */
  public static RowReader open(Stores stores, Shard shard, Codec codec, int columns)
      throws IOException {
    return open(stores, shard, codec, columns, 0);
  }

  /**
   * The rows of a shard from {@code line} on, counted from 0; none if it has no such line.
   *
   * @throws BadDataException if the shard is missing
   */
  public static RowReader open(Stores stores, Shard shard, Codec codec, int columns, long line)
      throws IOException {
    ObjectStore store = stores.at(shard.folder());
    // No member of an empty shard holds line 0; its bytes are checked all the same.
    int member = line == 0 ? 0 : shard.members().holding(line);
    long offset = shard.members().offset(member);
    String name = shard.folder() + "/" + shard.object();
    RowReader.Damage damage =
        (what, cause) -> DamagedOutput.error(stores, shard.folder(), what, cause);
    InputStream in;
    try {
      in = offset == 0 ? store.open(shard.stored()) : store.openAt(shard.stored(), offset);
    } catch (NoSuchObjectException e) {
      throw DamagedOutput.error(stores, shard.folder(), name + ": the shard is missing", e);
    }
    if (offset == 0) {
      in = new HashCheckedInput(in, shard.compressed(), shard.nameHash(), name, damage);
    }
    RowReader rows = new RowReader(in, codec, shard.members(), member, columns, name, damage);
    rows.skip(line - shard.members().firstLine(member));
    return rows;
  }
}

package org.shoestring.transform;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Shard;
import org.shoestring.table.ShardReader;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Row;
import org.shoestring.tsv.RowReader;

/**
 * Where the rejected lines of an output stood: enough to tell which line of the input the n-th kept
 * line was. A search enters the rejects of one unit at a few members; nothing is held in memory.
 */
final class RejectedLines {
  private final Table table;
  private final Map<Piece, Shard> shards = new HashMap<>();

  /** A piece of a unit of work. */
  private record Piece(int unit, int piece) {}

  /**
   * Where a line stood.
   *
   * @param source the number of the input's shard or file, counted from 0
   * @param line its number there, counted from 0
   */
  record Stood(int source, long line) {}

  /** The number of a line in the part of the input that its piece of work was, counted from 0. */
  interface Numbering {
    long of(Stood stood) throws IOException;
  }

  /** The rejects of an output. */
  RejectedLines(Table table) {
    this.table = table;
    table.shards().forEach(shard -> shards.put(new Piece(shard.unit(), shard.piece()), shard));
  }

  /** Where a line of the table of rejects stood. */
  Stood stood(long line) throws IOException {
    try (TableReader rows = table.rows(line)) {
      if (!rows.next()) {
        throw new IndexOutOfBoundsException("line " + line + " of " + table.lines());
      }
      return stood(rows.row());
    }
  }

  /** How many lines a piece of work rejected. */
  long count(int unit, int piece) {
    Shard shard = shards.get(new Piece(unit, piece));
    return shard == null ? 0 : shard.lines();
  }

  /**
   * The number of a kept line among all lines of its piece of work.
   *
   * @param kept its number among the kept ones, counted from 0
   */
  long numberOfKept(int unit, int piece, long kept, Numbering numbering) throws IOException {
    @Nullable Shard shard = shards.get(new Piece(unit, piece));
    if (shard == null) {
      return kept;
    }
    // The rejects before a kept line are those with no more kept lines before them.
    int low = 0;
    int high = shard.members().size();
    while (low + 1 < high) {
      int middle = (low + high) >>> 1;
      if (countBefore(kept, shard, middle, 1, numbering) == 1) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return kept
        + shard.members().firstLine(low)
        + countBefore(kept, shard, low, Long.MAX_VALUE, numbering);
  }

  /** How many rejects from a member on, {@code most} at most, stand before a kept line. */
  private long countBefore(long kept, Shard shard, int member, long most, Numbering numbering)
      throws IOException {
    long first = shard.members().firstLine(member);
    long at = first;
    try (RowReader rows =
        ShardReader.open(shard, table.manifest().codec(), table.columns().size(), first)) {
      while (at - first < most && rows.next() && numbering.of(stood(rows.row())) - at <= kept) {
        at++;
      }
    }
    return at - first;
  }

  private Stood stood(Row row) {
    try {
      return new Stood(
          Integer.parseInt(row.text(Rejects.SOURCE)), Long.parseLong(row.text(Rejects.LINE)) - 1);
    } catch (NumberFormatException e) {
      throw new BadDataException(
          table.folder()
              + "/"
              + table.name()
              + ": a rejected row must have the numbers of its source and line, but is '"
              + row
              + "'",
          e);
    }
  }
}

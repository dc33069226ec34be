package org.shoestring.transform;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Shown;
import org.shoestring.table.DamagedOutput;
import org.shoestring.table.ShardReader;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;

/**
 * Where the rejected lines of an output stood: enough to tell which line of the input the n-th kept
 * line was. A search enters the rejects of one unit at a few members; nothing is held in memory.
 */
public final class RejectedLines {
  private static final Pattern SOURCE = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern LINE = Pattern.compile("[1-9][0-9]{0,14}");

  private final Table table;
  private final int sources;
  private final int first;
  private final Map<Piece, CommittedShard> shards = new HashMap<>();

  /** A piece of a unit of work. */
  private record Piece(int unit, int piece) {}

  /**
   * Where a line stood.
   *
   * @param source the number of the input's shard or file, counted from 0
   * @param line its number there, counted from 0
   */
  public record Stood(int source, long line) {}

  /** The number of a line in the part of the input that its piece of work was, counted from 0. */
  public interface Numbering {
    long of(Stood stood) throws IOException;
  }

  /**
   * The rejects of an output.
   *
   * @param sources how many shards or files the input has
   * @param first the number of the first line of each that can be rejected, counted from 0
   */
  public RejectedLines(Table table, int sources, int first) {
    this.table = table;
    this.sources = sources;
    this.first = first;
    table.shards().forEach(shard -> shards.put(new Piece(shard.unit(), shard.piece()), shard));
  }

  /** Where a line of the table of rejects stood. */
  public Stood stood(long line) throws IOException {
    try (TableReader rows = table.rows(line)) {
      if (!rows.next()) {
        throw new IndexOutOfBoundsException("line " + line + " of " + table.lines());
      }
      return stood(rows.row());
    }
  }

  /** How many lines a piece of work rejected. */
  public long count(int unit, int piece) {
    Shard shard = shards.get(new Piece(unit, piece));
    return shard == null ? 0 : shard.lines();
  }

  /**
   * The number of a kept line among all lines of its piece of work.
   *
   * @param kept its number among the kept ones, counted from 0
   */
  public long numberOfKept(int unit, int piece, long kept, Numbering numbering) throws IOException {
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
        ShardReader.open(
            table.stores(), shard, table.manifest().codec(), table.columns().size(), first)) {
      while (at - first < most && rows.next() && numbering.of(stood(rows.row())) - at <= kept) {
        at++;
      }
    }
    return at - first;
  }

  private Stood stood(TsvRow row) {
    String source = row.text(Rejects.SOURCE);
    String line = row.text(Rejects.LINE);
    if (SOURCE.matcher(source).matches()
        && LINE.matcher(line).matches()
        && Integer.parseInt(source) < sources
        && Long.parseLong(line) > first) {
      return new Stood(Integer.parseInt(source), Long.parseLong(line) - 1);
    }
    throw DamagedOutput.error(
        table.stores(),
        table.folder(),
        table.folder()
            + "/"
            + table.name()
            + ": a rejected row has source "
            + Shown.quoted(source)
            + " and line "
            + Shown.quoted(line)
            + "; expected a source from 0 to "
            + (sources - 1)
            + " and a line from "
            + (first + 1),
        null);
  }
}

package org.shoestring.train.stream;

import java.util.Comparator;
import java.util.List;
import org.shoestring.spec.Shown;
import org.shoestring.table.ProgramException;

/**
 * The shards that one reading process asks for: the last line of its file, {@code WAITS<TAB>EPOCH
 * <TAB>PLACE<TAB>NEEDED<TAB>SHARD<TAB>SHARD...}.
 *
 * @param waits whether it has waited for a shard for a while; 1 in the file, else 0
 * @param epoch that the process is in
 * @param place how far it is in the epoch
 * @param needed the shards that it reads now
 * @param hinted those that it will read next, in order
 */
record ShardWant(boolean waits, long epoch, long place, List<String> needed, List<String> hinted) {
  /**
   * Who waits is first, and of several the one that is furthest behind. So a process that reads no
   * more, but has not said so, keeps no shards from those that do.
   */
  static final Comparator<ShardWant> MOST_URGENT_FIRST =
      Comparator.comparing(ShardWant::waits, Comparator.reverseOrder())
          .thenComparingLong(ShardWant::epoch)
          .thenComparingLong(ShardWant::place);

  private static final int NAMES_FROM = 4;

  ShardWant {
    needed = List.copyOf(needed);
    hinted = List.copyOf(hinted);
  }

  /**
   * Reads a line, without its line feed.
   *
   * @param where the line stands, for the message
   * @throws ProgramException if it is not of this form
   */
  static ShardWant parse(String where, String line) {
    List<String> fields = List.of(line.split("\t", -1));
    try {
      List<String> names = fields.subList(Math.min(NAMES_FROM, fields.size()), fields.size());
      int needed = Integer.parseInt(fields.get(3));
      return new ShardWant(
          Integer.parseInt(fields.get(0)) != 0,
          Long.parseLong(fields.get(1)),
          Long.parseLong(fields.get(2)),
          names.subList(0, needed),
          names.subList(needed, names.size()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ProgramException(
          where
              + ": "
              + Shown.quoted(line)
              + " does not ask for shards; expected the tab-separated fields WAITS EPOCH PLACE NEEDED"
              + " SHARD SHARD ...; use the shoestring_data.py of this version");
    }
  }
}

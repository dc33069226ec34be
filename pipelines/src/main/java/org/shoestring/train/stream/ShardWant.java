package org.shoestring.train.stream;

import java.util.Comparator;
import java.util.List;
import org.shoestring.spec.Shown;
import org.shoestring.table.ProgramException;

/**
 * The shards that one reading process asks for: the last line of its file, {@code EPOCH<TAB>PLACE
 * <TAB>NEEDED<TAB>SHARD<TAB>SHARD...}.
 *
 * @param epoch that the process is in
 * @param place how far it is in the epoch
 * @param needed the shards that it reads now
 * @param hinted those that it will read next, in order
 */
record ShardWant(long epoch, long place, List<String> needed, List<String> hinted) {
  /** Who is furthest behind is first. */
  static final Comparator<ShardWant> LEAST_FIRST =
      Comparator.comparingLong(ShardWant::epoch).thenComparingLong(ShardWant::place);

  private static final int NAMES_FROM = 3;

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
      int needed = Integer.parseInt(fields.get(2));
      return new ShardWant(
          Long.parseLong(fields.get(0)),
          Long.parseLong(fields.get(1)),
          names.subList(0, needed),
          names.subList(needed, names.size()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ProgramException(
          where
              + ": "
              + Shown.quoted(line)
              + " does not ask for shards; expected the tab-separated fields EPOCH PLACE NEEDED"
              + " SHARD SHARD ...; use the shoestring_data.py of this version");
    }
  }
}

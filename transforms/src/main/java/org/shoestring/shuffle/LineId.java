package org.shoestring.shuffle;

/** A line of a table as one number: the place of its shard and its number there, counted from 0. */
public final class LineId {
  private static final int LINE_BITS = 40;
  private static final long MAX_LINE = (1L << LINE_BITS) - 1;

  private LineId() {}

  /** The number; in the order of the table. */
  public static long of(int place, long line) {
    if (line < 0 || line > MAX_LINE || place < 0 || place >= 1 << (63 - LINE_BITS)) {
      throw new IllegalArgumentException("line " + line + " of shard " + place);
    }
    return (long) place << LINE_BITS | line;
  }

  public static int place(long id) {
    return (int) (id >>> LINE_BITS);
  }

  public static long line(long id) {
    return id & MAX_LINE;
  }
}

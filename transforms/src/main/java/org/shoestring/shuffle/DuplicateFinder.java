package org.shoestring.shuffle;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds among lines, given by their hashes in the order of the table, those that repeat an earlier
 * one. It takes about 40 bytes a different line.
 */
public final class DuplicateFinder {
  /** The answer for a line that repeats none. */
  public static final long NONE = -1;

  private final HashIndex hashes;
  private long[] ids;
  private long last = -1;

  /**
   * A finder.
   *
   * @param expected about how many different lines there will be; it grows if there are more
   */
  public DuplicateFinder(int expected) {
    hashes = new HashIndex(expected);
    ids = new long[Math.max(16, expected)];
  }

  /**
   * The {@link LineId} of the line that this one repeats, or {@link #NONE}.
   *
   * @param id larger than those before
   * @param bytes which have its {@link LineHash} at {@code at}
   */
  public long firstOf(long id, byte[] bytes, int at) {
    if (id <= last) {
      throw new IllegalArgumentException("line " + id + " came after line " + last);
    }
    last = id;
    ByteBuffer hash = ByteBuffer.wrap(bytes, at, LineHash.BYTES);
    int before = hashes.size();
    int number = hashes.add(hash.getLong(), hash.getLong());
    if (number < before) {
      return ids[number];
    }
    if (number == ids.length) {
      ids = Arrays.copyOf(ids, 2 * number);
    }
    ids[number] = id;
    return NONE;
  }
}

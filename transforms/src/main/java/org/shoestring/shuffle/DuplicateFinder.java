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

  private long[] high;
  private long[] low;
  private long[] ids;
  private int size;

  /** Open addressing; a slot holds one more than the index of the first line of a hash. */
  private int[] slots;

  private long last = -1;

  /**
   * A finder.
   *
   * @param expected about how many different lines there will be; it grows if there are more
   */
  public DuplicateFinder(int expected) {
    int capacity = Math.max(16, expected);
    high = new long[capacity];
    low = new long[capacity];
    ids = new long[capacity];
    slots = new int[Integer.highestOneBit(capacity) * 4];
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
    long newHigh = hash.getLong();
    long newLow = hash.getLong();
    int slot = slot(newHigh, newLow);
    if (slots[slot] != 0) {
      return ids[slots[slot] - 1];
    }
    if (size == ids.length) {
      grow();
      slot = slot(newHigh, newLow);
    }
    high[size] = newHigh;
    low[size] = newLow;
    ids[size++] = id;
    slots[slot] = size;
    return NONE;
  }

  private void grow() {
    high = Arrays.copyOf(high, 2 * size);
    low = Arrays.copyOf(low, 2 * size);
    ids = Arrays.copyOf(ids, 2 * size);
    slots = new int[2 * slots.length];
    for (int i = 0; i < size; i++) {
      slots[slot(high[i], low[i])] = i + 1;
    }
  }

  /** The slot of a hash: that of the line that has it, or a free one. */
  private int slot(long ofHigh, long ofLow) {
    int mask = slots.length - 1;
    int slot = (int) ofLow & mask;
    while (slots[slot] != 0) {
      int line = slots[slot] - 1;
      if (high[line] == ofHigh && low[line] == ofLow) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

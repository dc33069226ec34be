package org.shoestring.shuffle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds among lines, given by their hashes in any order, those that repeat an earlier one. It takes
 * about 40 bytes a line.
 */
public final class DuplicateFinder {
  private long[] high = new long[1 << 10];
  private long[] low = new long[1 << 10];
  private long[] ids = new long[1 << 10];
  private int size;

  /** Takes duplicates. */
  public interface Duplicates {
    /** The line {@code id} repeats the line {@code first}. */
    void duplicate(long id, long first) throws IOException;
  }

  /** Adds a line by its {@link LineId} and the {@link LineHash} in {@code bytes} at {@code at}. */
  public void add(long id, byte[] bytes, int at) {
    if (size == ids.length) {
      high = Arrays.copyOf(high, 2 * size);
      low = Arrays.copyOf(low, 2 * size);
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ByteBuffer hash = ByteBuffer.wrap(bytes, at, LineHash.BYTES);
    high[size] = hash.getLong();
    low[size] = hash.getLong();
    ids[size++] = id;
  }

  /** Gives each line but the first of those with its hash, with that first one. */
  public void find(Duplicates duplicates) throws IOException {
    // Open addressing; a slot holds one more than the index of the first line of a hash.
    int mask = Integer.highestOneBit(Math.max(1, size)) * 4 - 1;
    int[] slots = new int[mask + 1];
    for (int i = 0; i < size; i++) {
      int slot = slot(slots, mask, i);
      if (slots[slot] == 0 || ids[i] < ids[slots[slot] - 1]) {
        slots[slot] = i + 1;
      }
    }
    for (int i = 0; i < size; i++) {
      int first = slots[slot(slots, mask, i)] - 1;
      if (first != i) {
        duplicates.duplicate(ids[i], ids[first]);
      }
    }
  }

  /** The slot of a line's hash: that of a line with the same, or a free one. */
  private int slot(int[] slots, int mask, int i) {
    int slot = (int) low[i] & mask;
    while (slots[slot] != 0) {
      int other = slots[slot] - 1;
      if (high[other] == high[i] && low[other] == low[i]) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

package org.shoestring.shuffle;

import java.util.Arrays;

/**
 * Numbers different 128-bit hashes from 0 on, in the order in which they come first. It takes about
 * 32 bytes a hash.
 */
public final class HashIndex {
  private long[] high;
  private long[] low;
  private int size;

  /** Open addressing; a slot holds one more than the number of a hash. */
  private int[] slots;

  /**
   * An index.
   *
   * @param expected about how many different hashes there will be; it grows if there are more
   */
  public HashIndex(int expected) {
    int capacity = Math.max(16, expected);
    high = new long[capacity];
    low = new long[capacity];
    slots = new int[Integer.highestOneBit(capacity) * 4];
  }

  /** The number of a hash; {@link #size} as it was before, if it is new. */
  public int add(long newHigh, long newLow) {
    int slot = slot(newHigh, newLow);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == high.length) {
      grow();
      slot = slot(newHigh, newLow);
    }
    high[size] = newHigh;
    low[size] = newLow;
    slots[slot] = ++size;
    return size - 1;
  }

  /** Whether a hash is in it. */
  public boolean contains(long ofHigh, long ofLow) {
    return slots[slot(ofHigh, ofLow)] != 0;
  }

  /** How many different hashes there are. */
  public int size() {
    return size;
  }

  /** The first 64 bits of the hash of a number. */
  public long high(int number) {
    return high[number];
  }

  /** The last 64 bits of the hash of a number. */
  public long low(int number) {
    return low[number];
  }

  /** Forgets all hashes. */
  public void clear() {
    size = 0;
    Arrays.fill(slots, 0);
  }

  private void grow() {
    high = Arrays.copyOf(high, 2 * size);
    low = Arrays.copyOf(low, 2 * size);
    slots = new int[2 * slots.length];
    for (int i = 0; i < size; i++) {
      slots[slot(high[i], low[i])] = i + 1;
    }
  }

  /** The slot of a hash: that of the one which is in it, or a free one. */
  private int slot(long ofHigh, long ofLow) {
    int mask = slots.length - 1;
    int slot = (int) ofLow & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (high[number] == ofHigh && low[number] == ofLow) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

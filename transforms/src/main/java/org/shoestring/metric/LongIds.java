package org.shoestring.metric;

import java.util.Arrays;

/** Numbers distinct keys in the order they come: an open-addressing table that is reused. */
public final class LongIds {
  private static final int EMPTY = -1;
  private static final int LARGE = 1 << 20;

  private int[] table = new int[512];
  private int bits = 5;
  private long[] keys = new long[256];
  private int first;
  private int size;

  /** Forgets all keys, numbers from {@code first} and makes room for about so many. */
  public void clear(int first, int expected) {
    this.first = first;
    size = 0;
    bits = Math.max(5, 33 - Integer.numberOfLeadingZeros(expected));
    if (1 << bits > table.length || table.length > LARGE) {
      table = new int[1 << bits];
    }
    if (keys.length > LARGE) {
      keys = new long[256];
    }
    Arrays.fill(table, 0, 1 << bits, EMPTY);
  }

  /** The number of a key, a new one if it was not seen before. */
  public int add(long key) {
    int slot = slot(key);
    int id = table[slot];
    return id == EMPTY ? insert(slot, key) : first + id;
  }

  /** The number of a key; -1 if it was not added. */
  public int find(long key) {
    int id = table[slot(key)];
    return id == EMPTY ? -1 : first + id;
  }

  private int insert(int slot, long key) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    keys[size] = key;
    table[slot] = size++;
    if (size > 1 << (bits - 1)) {
      grow();
    }
    return first + size - 1;
  }

  private void grow() {
    bits++;
    if (1 << bits > table.length) {
      table = new int[1 << bits];
    }
    Arrays.fill(table, 0, 1 << bits, EMPTY);
    for (int id = 0; id < size; id++) {
      table[slot(keys[id])] = id;
    }
  }

  private int slot(long key) {
    int mask = (1 << bits) - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> (64 - bits));
    while (table[slot] != EMPTY && keys[table[slot]] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

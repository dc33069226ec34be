package org.shoestring.lexicon;

import java.util.Arrays;

/**
 * Counts of keys in a table of bounded size: when it is full, the keys seen least are forgotten, as
 * in lossy counting (Manku and Motwani 2002, "Approximate frequency counts over data streams").
 *
 * <p>The arrays double up to the limit, 24 bytes a key at most and twice that while growing.
 */
final class LongCounts {
  private static final long EMPTY = -1;

  private final int limit;
  private long[] keys = new long[1 << 10];
  private int[] counts = new int[1 << 10];
  private int size;
  private int forgotten;

  LongCounts(int limit) {
    this.limit = limit;
    Arrays.fill(keys, EMPTY);
  }

  /** Two numbers, neither negative, as one key; keys sort by the first, then by the second. */
  static long key(int first, int second) {
    return (long) first << 32 | second;
  }

  static int first(long key) {
    return (int) (key >>> 32);
  }

  static int second(long key) {
    return (int) key;
  }

  void increment(long key) {
    add(key, 1);
  }

  void add(long key, int count) {
    if (size >= limit) {
      forgetRarest();
    } else if (size >= keys.length / 3 * 2) {
      rebuild(2 * keys.length, 0);
    }
    put(key, count);
  }

  /** How often a key was seen, 0 if never or forgotten. */
  int count(long key) {
    return counts[slot(key)];
  }

  /** The highest count that was forgotten to keep within the limit; 0 if nothing was. */
  int forgotten() {
    return forgotten;
  }

  /** The keys in ascending order. */
  long[] sortedKeys() {
    long[] sorted = new long[size];
    int at = 0;
    for (long key : keys) {
      if (key != EMPTY) {
        sorted[at++] = key;
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private void forgetRarest() {
    int enough = limit - limit / 4;
    for (int least = 1; size > enough; least++) {
      rebuild(keys.length, least);
      forgotten = Math.max(forgotten, least);
    }
  }

  private void rebuild(int slots, int above) {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new long[slots];
    counts = new int[slots];
    size = 0;
    Arrays.fill(keys, EMPTY);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] > above) {
        put(oldKeys[i], oldCounts[i]);
      }
    }
  }

  private void put(long key, int count) {
    int slot = slot(key);
    if (keys[slot] == EMPTY) {
      keys[slot] = key;
      size++;
    }
    counts[slot] += count;
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed ^ mixed >>> 32) & (keys.length - 1);
    while (keys[slot] != EMPTY && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }
}

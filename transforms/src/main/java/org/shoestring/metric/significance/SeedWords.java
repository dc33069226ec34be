package org.shoestring.metric.significance;

/** The first words of state of numpy's {@code SeedSequence(seed)}. */
final class SeedWords {
  private static final int POOL = 4;
  private static final int WORDS = 8;
  private static final int SHIFT = 16;

  private final int[] pool = new int[POOL];
  private int hash = 0x43b0d7e5;

  private SeedWords(long seed) {
    int[] entropy = {(int) seed, (int) (seed >>> 32)};
    for (int i = 0; i < POOL; i++) {
      pool[i] = hashed(i < entropy.length ? entropy[i] : 0);
    }
    for (int from = 0; from < POOL; from++) {
      for (int to = 0; to < POOL; to++) {
        if (from != to) {
          pool[to] = mixed(pool[to], hashed(pool[from]));
        }
      }
    }
  }

  /** Four words of 64 bits for a seed that is not negative. */
  static long[] of(long seed) {
    int[] pool = new SeedWords(seed).pool;
    long[] words = new long[WORDS / 2];
    int hash = 0x8b51f9dd;
    for (int i = 0; i < WORDS; i++) {
      int word = pool[i % POOL] ^ hash;
      hash *= 0x58f38ded;
      word *= hash;
      word ^= word >>> SHIFT;
      words[i / 2] |= (word & 0xffffffffL) << (i % 2 * Integer.SIZE);
    }
    return words;
  }

  private int hashed(int value) {
    int word = value ^ hash;
    hash *= 0x931e8875;
    word *= hash;
    return word ^ word >>> SHIFT;
  }

  private static int mixed(int one, int other) {
    int word = 0xca01f9dd * one - 0x4973f715 * other;
    return word ^ word >>> SHIFT;
  }
}

package org.shoestring.shuffle;

import java.io.Serializable;
import org.shoestring.bytes.Sha256;

/**
 * A seeded bijection of {@code [0, size)}: the line with number {@code i} goes to position {@code
 * at(i)}, and the line at position {@code p} was number {@code inverse(p)}. It takes no memory.
 *
 * <p>A Feistel network over the smallest power of two that holds the size; a result outside of
 * {@code [0, size)} is put in again until one lies inside (cycle walking: J. Black and P. Rogaway,
 * "Ciphers with arbitrary finite domains", CT-RSA 2002), less than twice on average. It is for
 * mixing training data, not for secrets: over seeds, where one line goes, and where two neighbours
 * go, pass a chi-square test at 10^-4 ({@code PermutationUniformityTest}).
 */
public final class Permutation implements Serializable {
  private static final long serialVersionUID = 1;

  /** The largest size: 2^40. */
  public static final long MAX_SIZE = 1L << 40;

  /** Raised whenever another line would go elsewhere; part of the keys of what was shuffled. */
  public static final int VERSION = 1;

  private static final int MIN_ROUNDS = 10;

  /**
   * Two numbers with one left half keep the difference of their right ones through two rounds with
   * a chance of 2^-leftBits: so many bits in all rounds make that rare, also where halves are
   * small.
   */
  private static final int MIXED_BITS = 40;

  private final long size;
  private final int leftBits;
  private final int rightBits;
  private final long[] keys;

  private Permutation(long size, long key) {
    this.size = size;
    int bits = size == 0 ? 0 : 64 - Long.numberOfLeadingZeros(size - 1);
    this.leftBits = bits / 2;
    this.rightBits = bits - leftBits;
    this.keys = new long[rounds(leftBits)];
    long state = key;
    for (int i = 0; i < keys.length; i++) {
      state += 0x9E3779B97F4A7C15L;
      keys[i] = mix(state);
    }
  }

  private static int rounds(int leftBits) {
    return Math.max(MIN_ROUNDS, 2 * (MIXED_BITS / Math.max(1, leftBits)));
  }

  /**
   * The permutation of a size for one use of a seed: other sizes, and other uses of the same seed,
   * are as good as independent.
   *
   * @param size from 0 to 2^40
   */
  public static Permutation of(long size, Seed seed, String use) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "can shuffle up to " + MAX_SIZE + " lines, but there are " + size);
    }
    long key =
        new Sha256()
            .frame("permutation " + VERSION)
            .frame(use)
            .frame(Long.toString(seed.value()))
            .frame(Long.toString(size))
            .first64();
    return new Permutation(size, key);
  }

  public long size() {
    return size;
  }

  /** The position of a number. */
  public long at(long number) {
    check(number);
    long at = number;
    do {
      at = encrypt(at);
    } while (at >= size);
    return at;
  }

  /** The number at a position. */
  public long inverse(long position) {
    check(position);
    long number = position;
    do {
      number = decrypt(number);
    } while (number >= size);
    return number;
  }

  private void check(long number) {
    if (number < 0 || number >= size) {
      throw new IndexOutOfBoundsException(number + " of " + size);
    }
  }

  private long encrypt(long block) {
    long left = block >>> rightBits;
    long right = block & ((1L << rightBits) - 1);
    for (int i = 0; i < keys.length; i += 2) {
      left ^= round(right, keys[i], leftBits);
      right ^= round(left, keys[i + 1], rightBits);
    }
    return left << rightBits | right;
  }

  private long decrypt(long block) {
    long left = block >>> rightBits;
    long right = block & ((1L << rightBits) - 1);
    for (int i = keys.length - 2; i >= 0; i -= 2) {
      right ^= round(left, keys[i + 1], rightBits);
      left ^= round(right, keys[i], leftBits);
    }
    return left << rightBits | right;
  }

  /** So many bits that depend on all of the half and of the key. */
  private static long round(long half, long key, int bits) {
    return bits == 0 ? 0 : mix(half ^ key) >>> (64 - bits);
  }

  /** The finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014). */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

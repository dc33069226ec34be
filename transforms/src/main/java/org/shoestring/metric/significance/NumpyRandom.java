package org.shoestring.metric.significance;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/**
 * The random numbers of numpy's {@code default_rng(seed)}, so that resamples are those of tools
 * that use it. Seeds are spread by {@code SeedSequence}; the generator is PCG64, of M. E. O'Neill,
 * "PCG: a family of simple fast space-efficient statistically good algorithms for random number
 * generation", 2014 (XSL RR 128/64); numbers below a bound are drawn as D. Lemire, "Fast random
 * integer generation in an interval", ACM TOMACS 29, 2019.
 */
public final class NumpyRandom {
  private static final long MULTIPLIER_HIGH = 0x2360ed051fc65da4L;
  private static final long MULTIPLIER_LOW = 0x4385df649fccf645L;
  private static final long LOW_32 = 0xffffffffL;
  private static final BigInteger TWO_TO_128 = BigInteger.ONE.shiftLeft(2 * Long.SIZE);

  private final long incrementHigh;
  private final long incrementLow;
  private long high;
  private long low;

  /** The second half of the last 64 bits, unless {@code -1}: it is drawn next. */
  private long half = -1;

  private NumpyRandom(long incrementHigh, long incrementLow) {
    this.incrementHigh = incrementHigh;
    this.incrementLow = incrementLow;
  }

  /**
   * A generator at its beginning.
   *
   * @param seed not negative
   */
  public static NumpyRandom of(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("a seed is not negative, but this one is " + seed);
    }
    long[] words = SeedWords.of(seed);
    NumpyRandom random = new NumpyRandom(words[2] << 1 | words[3] >>> 63, words[3] << 1 | 1);
    random.step();
    random.low += words[1];
    random.high += words[0] + (Long.compareUnsigned(random.low, words[1]) < 0 ? 1 : 0);
    random.step();
    return random;
  }

  /** Another generator, which goes on as this one does. */
  public NumpyRandom copy() {
    NumpyRandom copy = new NumpyRandom(incrementHigh, incrementLow);
    copy.high = high;
    copy.low = low;
    copy.half = half;
    return copy;
  }

  private void step() {
    long product = low * MULTIPLIER_LOW;
    long carried =
        highOfUnsigned(low, MULTIPLIER_LOW) + low * MULTIPLIER_HIGH + high * MULTIPLIER_LOW;
    low = product + incrementLow;
    high = carried + incrementHigh + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
  }

  /** The upper half of the product of two unsigned numbers. */
  private static long highOfUnsigned(long one, long other) {
    return Math.multiplyHigh(one, other) + (one >> 63 & other) + (other >> 63 & one);
  }

  private long next64() {
    step();
    return Long.rotateRight(high ^ low, (int) (high >>> 58));
  }

  /** The next 32 bits, as a number that is not negative. */
  private long next32() {
    if (half >= 0) {
      long second = half;
      half = -1;
      return second;
    }
    long both = next64();
    half = both >>> 32;
    return both & LOW_32;
  }

  /**
   * Draws numbers from 0 to {@code bound - 1}, each as likely: numpy's {@code choice(bound, n)}.
   *
   * @param bound at least 1; nothing is drawn for 1
   */
  public void choice(int bound, int count, IntConsumer each) {
    long least = least(bound);
    for (int i = 0; i < count; i++) {
      each.accept(bound == 1 ? 0 : below(bound, least));
    }
  }

  /**
   * Counts how often each number is drawn by {@link #choice}.
   *
   * @param from the number of the first count; numbers that have none are only drawn
   */
  void countChoice(int bound, int count, int from, int[] counts) {
    long least = least(bound);
    for (int i = 0; i < count; i++) {
      int place = (bound == 1 ? 0 : below(bound, least)) - from;
      if (place >= 0 && place < counts.length) {
        counts[place]++;
      }
    }
  }

  /** Where each resample of that many segments begins; this goes on to behind the last one. */
  NumpyRandom[] resamples(int count, int segments) {
    NumpyRandom[] starts = new NumpyRandom[count];
    for (int i = 0; i < count; i++) {
      starts[i] = copy();
      skipChoice(segments, segments);
    }
    return starts;
  }

  /** Goes on to where as many draws of {@link #choice} would. */
  public void skipChoice(int bound, int count) {
    long least = least(bound);
    for (int i = 0; i < count && bound > 1; i++) {
      int unused = below(bound, least);
    }
  }

  /** Products whose low half is less than this are drawn again, else some numbers were likelier. */
  private static long least(int bound) {
    return ((1L << Integer.SIZE) - bound) % bound;
  }

  private int below(int bound, long least) {
    long product = next32() * bound;
    while ((product & LOW_32) < least) {
      product = next32() * bound;
    }
    return (int) (product >>> Integer.SIZE);
  }

  /** Coins that are flipped one after another. */
  public static final class Coins {
    private final NumpyRandom random;
    private long bits;
    private int left;

    private Coins(NumpyRandom random) {
      this.random = random;
    }

    /** Flips the next one. */
    public boolean next() {
      if (left == 0) {
        bits = random.next32();
        left = Integer.SIZE;
      }
      boolean heads = (bits & 1) != 0;
      bits >>= 1;
      left--;
      return heads;
    }
  }

  /**
   * The coins of numpy's {@code integers(2, size=n, dtype=bool)} from one of them on; this
   * generator stays where it is.
   *
   * @param first its number, from 0 on
   */
  public Coins coins(long first) {
    NumpyRandom from = copy();
    from.skip32(first / Integer.SIZE);
    Coins coins = new Coins(from);
    for (long i = first % Integer.SIZE; i > 0; i--) {
      boolean unused = coins.next();
    }
    return coins;
  }

  /** Goes on to where so many draws of 32 bits would. */
  private void skip32(long count) {
    long left = count;
    if (left > 0 && half >= 0) {
      half = -1;
      left--;
    }
    skip64(left / 2);
    if (left % 2 == 1) {
      long unused = next32();
    }
  }

  /**
   * Goes on by so many steps, in as many operations as their number has bits (F. B. Brown, "Random
   * number generation with arbitrary strides", Transactions of the American Nuclear Society 71,
   * 1994).
   */
  private void skip64(long steps) {
    BigInteger factor = unsigned(MULTIPLIER_HIGH, MULTIPLIER_LOW);
    BigInteger summand = unsigned(incrementHigh, incrementLow);
    BigInteger state = unsigned(high, low);
    for (long left = steps; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        state = state.multiply(factor).add(summand).mod(TWO_TO_128);
      }
      summand = summand.multiply(factor.add(BigInteger.ONE)).mod(TWO_TO_128);
      factor = factor.multiply(factor).mod(TWO_TO_128);
    }
    high = state.shiftRight(Long.SIZE).longValue();
    low = state.longValue();
  }

  private static BigInteger unsigned(long high, long low) {
    byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    return new BigInteger(1, bytes);
  }
}

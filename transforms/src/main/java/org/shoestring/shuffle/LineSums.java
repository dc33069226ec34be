package org.shoestring.shuffle;

import com.dynatrace.hash4j.hashing.HashValue128;
import java.util.HexFormat;

/**
 * Checksums of groups of lines that do not depend on the order of the lines: the sum modulo 2^128
 * of the {@link LineHash}es of whole lines. The same lines, each as often, have the same sum; of
 * others that chance is about 2^-128. It finds what was damaged or mixed up, not what was forged.
 */
public final class LineSums {
  private final long[] high;
  private final long[] low;

  /** The sums of so many groups without a line. */
  public LineSums(int groups) {
    this.high = new long[groups];
    this.low = new long[groups];
  }

  /** Adds the line in {@code bytes[from, to)}, without its line feed. */
  public void add(int group, byte[] bytes, int from, int to) {
    HashValue128 hash = LineHash.ofLine(bytes, from, to);
    add(group, hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  /** Adds the lines of other sums of as many groups. */
  public void add(LineSums others) {
    for (int group = 0; group < high.length; group++) {
      add(group, others.high[group], others.low[group]);
    }
  }

  private void add(int group, long otherHigh, long otherLow) {
    long sum = low[group] + otherLow;
    long carry = Long.compareUnsigned(sum, otherLow) < 0 ? 1 : 0;
    low[group] = sum;
    high[group] += otherHigh + carry;
  }

  /** The sum of a group, 32 hexadecimal digits. */
  public String of(int group) {
    return hex(high[group], low[group]);
  }

  /** The sum of all lines. */
  public String total() {
    LineSums all = new LineSums(1);
    for (int group = 0; group < high.length; group++) {
      all.add(0, high[group], low[group]);
    }
    return all.of(0);
  }

  private static String hex(long high, long low) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}

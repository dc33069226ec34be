package org.shoestring.shuffle.split;

import java.util.Arrays;

/** Neighbouring ranges of numbers from 0 on, one a part. */
final class Ranges {
  private final int[] parts;
  private final long[] ends;

  /**
   * Ranges in an order of parts.
   *
   * @param sizes by part, not by order; may be 0
   */
  Ranges(int[] order, long[] sizes) {
    this.parts = order;
    this.ends = new long[order.length];
    long end = 0;
    for (int i = 0; i < order.length; i++) {
      end += sizes[order[i]];
      ends[i] = end;
    }
  }

  /** The part whose range has a number. */
  int part(long number) {
    int at = Arrays.binarySearch(ends, number);
    if (at < 0) {
      return parts[-at - 1];
    }
    while (ends[at] == number) {
      at++; // A range ends before its end, and empty ones end there too.
    }
    return parts[at];
  }
}

package org.shoestring.metric.numbers;

/** Counts whose sums from the first one on are known in logarithmic time (Fenwick 1994). */
final class CumulativeCounts {
  private final long[] sums;

  CumulativeCounts(int size) {
    this.sums = new long[size + 1];
  }

  void add(int index, long amount) {
    for (int i = index + 1; i < sums.length; i += i & -i) {
      sums[i] += amount;
    }
  }

  /** The sum of the counts up to one, this included. */
  long upTo(int index) {
    long sum = 0;
    for (int i = index + 1; i > 0; i -= i & -i) {
      sum += sums[i];
    }
    return sum;
  }
}

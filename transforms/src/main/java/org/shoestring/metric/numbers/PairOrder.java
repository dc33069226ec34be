package org.shoestring.metric.numbers;

/**
 * The order of pairs by their first numbers, then by their second ones, by a merge sort from the
 * bottom up. It counts inversions: twos of pairs of which the earlier one belongs behind the later.
 */
final class PairOrder {
  /** Runs of so many are sorted by insertion. */
  private static final int RUN = 8;

  private final double[] seconds;
  private double[] keys;
  private double[] otherKeys;
  private int[] order;
  private int[] otherOrder;
  private long inversions;

  /** Sorts the first {@code size} pairs. The arrays stay as they are. */
  PairOrder(double[] firsts, double[] seconds, int size) {
    this.seconds = seconds;
    this.keys = new double[size];
    this.otherKeys = new double[size];
    this.order = new int[size];
    this.otherOrder = new int[size];
    for (int from = 0; from < size; from += RUN) {
      insert(firsts, from, Math.min(size, from + RUN));
    }
    for (int width = RUN; width < size; width *= 2) {
      for (int from = 0; from < size; from += 2 * width) {
        merge(from, Math.min(size, from + width), Math.min(size, from + 2 * width));
      }
      double[] mergedKeys = otherKeys;
      otherKeys = keys;
      keys = mergedKeys;
      int[] merged = otherOrder;
      otherOrder = order;
      order = merged;
      if (width > size / 2) {
        break; // Twice as much might be beyond the whole numbers.
      }
    }
  }

  /** The places of the pairs, the lowest pair's first; equal pairs in the order that they had. */
  int[] places() {
    return order;
  }

  /** How many twos of pairs were in the wrong order. */
  long inversions() {
    return inversions;
  }

  private void insert(double[] firsts, int from, int to) {
    for (int i = from; i < to; i++) {
      double key = firsts[i];
      int at = i;
      while (at > from && isBefore(key, i, keys[at - 1], order[at - 1])) {
        keys[at] = keys[at - 1];
        order[at] = order[at - 1];
        at--;
      }
      keys[at] = key;
      order[at] = i;
      inversions += i - at;
    }
  }

  private void merge(int from, int middle, int to) {
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      boolean takesRight =
          right < to
              && (left == middle || isBefore(keys[right], order[right], keys[left], order[left]));
      if (takesRight) {
        inversions += middle - left;
      }
      int next = takesRight ? right++ : left++;
      otherKeys[at] = keys[next];
      otherOrder[at] = order[next];
    }
  }

  private boolean isBefore(double key, int place, double otherKey, int otherPlace) {
    return key < otherKey || (key == otherKey && seconds[place] < seconds[otherPlace]);
  }
}

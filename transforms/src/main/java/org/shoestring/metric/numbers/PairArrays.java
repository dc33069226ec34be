package org.shoestring.metric.numbers;

import java.util.Arrays;

/** Pairs in memory, 16 bytes each; there is room for some number of them. */
final class PairArrays {
  private static final int START = 1024;

  private final int most;
  private double[] firsts;
  private double[] seconds;
  private int size;

  PairArrays(int most) {
    this.most = most;
    this.firsts = new double[Math.min(most, START)];
    this.seconds = new double[firsts.length];
  }

  void add(double first, double second) {
    if (size == firsts.length) {
      int larger = (int) Math.min(most, 2L * size);
      firsts = Arrays.copyOf(firsts, larger);
      seconds = Arrays.copyOf(seconds, larger);
    }
    firsts[size] = first;
    seconds[size] = second;
    size++;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == most;
  }

  /** Forgets all, and keeps the room. */
  void clear() {
    size = 0;
  }

  /** Sorts by the first numbers, then by the second ones. */
  PairOrder sorted() {
    return new PairOrder(firsts, seconds, size);
  }

  double first(int i) {
    return firsts[i];
  }

  double second(int i) {
    return seconds[i];
  }

  void appendTo(PairFile file) {
    for (int i = 0; i < size; i++) {
      file.append(firsts[i], seconds[i]);
    }
  }
}

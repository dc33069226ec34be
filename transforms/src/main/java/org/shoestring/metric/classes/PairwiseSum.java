package org.shoestring.metric.classes;

import java.util.function.IntToDoubleFunction;

/**
 * Adds numbers in the order in which numpy's {@code sum} does, so that all bits are the same: fewer
 * than 8 one after the other, up to 128 in 8 partial sums, the halves of more than that, and each
 * 8,192 on their own.
 */
public final class PairwiseSum {
  private static final int LANES = 8;
  private static final int BLOCK = 128;
  private static final int BUFFER = 8192;

  private PairwiseSum() {}

  /** Of these. */
  public static double of(double[] numbers) {
    return of(numbers.length, i -> numbers[i]);
  }

  /** Of {@code count} numbers, which a function of their index makes. */
  public static double of(int count, IntToDoubleFunction number) {
    double sum = 0;
    for (int from = 0; from < count; from += BUFFER) {
      sum += of(from, Math.min(BUFFER, count - from), number);
    }
    return sum;
  }

  private static double of(int from, int count, IntToDoubleFunction number) {
    if (count > BLOCK) {
      int half = count / 2 / LANES * LANES;
      return of(from, half, number) + of(from + half, count - half, number);
    }
    int end = from + count;
    int at = from;
    double sum = 0;
    if (count >= LANES) {
      double[] lanes = new double[LANES];
      for (; at + LANES <= end; at += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
          lanes[lane] += number.applyAsDouble(at + lane);
        }
      }
      sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
      sum += lanes[4] + lanes[5] + (lanes[6] + lanes[7]);
    }
    for (; at < end; at++) {
      sum += number.applyAsDouble(at);
    }
    return sum;
  }
}

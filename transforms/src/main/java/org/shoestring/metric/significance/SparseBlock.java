package org.shoestring.metric.significance;

import java.util.Arrays;

/** The few numbers of each segment that are not 0. */
final class SparseBlock implements StatisticsBlock {
  private final int[] ends;
  private int[] positions;
  private double[] amounts;
  private int segments;
  private int size;

  /** Room for so many segments. */
  SparseBlock(int most) {
    this.ends = new int[most];
    this.positions = new int[Math.max(1, most)];
    this.amounts = new double[Math.max(1, most)];
  }

  /** Adds a number to the segment that is not ended yet. */
  void add(int position, double amount) {
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, 2 * size);
      amounts = Arrays.copyOf(amounts, 2 * size);
    }
    positions[size] = position;
    amounts[size++] = amount;
  }

  /** Ends a segment. */
  void end() {
    ends[segments++] = size;
  }

  @Override
  public int segments() {
    return segments;
  }

  @Override
  public void addTo(double[] sums, int segment, int times) {
    for (int i = segment == 0 ? 0 : ends[segment - 1]; i < ends[segment]; i++) {
      sums[positions[i]] += times * amounts[i];
    }
  }
}

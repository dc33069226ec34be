package org.shoestring.metric.significance;

/** As many numbers of each segment. */
final class DenseBlock implements StatisticsBlock {
  private final double[] values;
  private final int width;

  /**
   * Those of some segments.
   *
   * @param values of one segment after another
   */
  DenseBlock(double[] values, int width) {
    if (values.length % width != 0) {
      throw new IllegalArgumentException(values.length + " numbers are no rows of " + width);
    }
    this.values = values;
    this.width = width;
  }

  @Override
  public int segments() {
    return values.length / width;
  }

  @Override
  public void addTo(double[] sums, int segment, int times) {
    int row = segment * width;
    for (int i = 0; i < width; i++) {
      sums[i] += times * values[row + i];
    }
  }
}

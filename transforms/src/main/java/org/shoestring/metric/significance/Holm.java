package org.shoestring.metric.significance;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Correction of p-values for several comparisons (S. Holm, "A simple sequentially rejective
 * multiple test procedure", Scandinavian Journal of Statistics 6, 1979).
 */
public final class Holm {
  private Holm() {}

  /** The corrected values, in the same order: below 0.05 where Holm's procedure rejects at 0.05. */
  public static double[] corrected(double... values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[values.length];
    double highest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      highest = Math.max(highest, Math.min(1, (order.length - rank) * values[order[rank]]));
      corrected[order[rank]] = highest;
    }
    return corrected;
  }
}

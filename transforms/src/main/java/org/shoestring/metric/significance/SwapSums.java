package org.shoestring.metric.significance;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Sums of the statistics of two systems whose segments were swapped at random, for a test by
 * approximate randomization (E. W. Noreen, "Computer-intensive methods for testing hypotheses",
 * 1989). The coins are those of sacreBLEU, which flips them with numpy.
 *
 * <p>Segments come in blocks, in order, as in {@link BootstrapSums}.
 */
public final class SwapSums {
  private final int segments;
  private final int statistics;
  private final NumpyRandom random;
  private final double[][] baseline;
  private final double[][] system;
  private int added;

  /**
   * Sums of nothing yet.
   *
   * @param segments how many there are
   * @param statistics of each segment
   * @param trials at least 1
   * @param seed not negative
   */
  public SwapSums(int segments, int statistics, int trials, long seed) {
    this.segments = segments;
    this.statistics = statistics;
    this.random = NumpyRandom.of(seed);
    this.baseline = new double[trials][statistics];
    this.system = new double[trials][statistics];
  }

  /**
   * Adds the next segments.
   *
   * @param ofBaseline their statistics, one segment after another
   * @param ofSystem the same segments, as many statistics
   */
  public void add(double[] ofBaseline, double[] ofSystem) {
    int count = ofBaseline.length / statistics;
    if (ofBaseline.length != ofSystem.length
        || ofBaseline.length % statistics != 0
        || added + count > segments) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d and %d statistics after %d of %d segments",
              ofBaseline.length,
              ofSystem.length,
              added,
              segments));
    }
    int from = added;
    IntStream.range(0, baseline.length)
        .parallel()
        .forEach(
            trial -> {
              NumpyRandom.Coins coins = random.coins((long) trial * segments + from);
              for (int at = 0; at < ofBaseline.length; at += statistics) {
                boolean heads = coins.next();
                add(heads ? ofBaseline : ofSystem, at, baseline[trial]);
                add(heads ? ofSystem : ofBaseline, at, system[trial]);
              }
            });
    added += count;
  }

  private static void add(double[] block, int at, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += block[at + i];
    }
  }

  /** The sums of what takes the baseline's place, by trial, when all segments were added. */
  public double[][] baseline() {
    return finished(baseline);
  }

  /** The sums of what takes the system's place, by trial, when all segments were added. */
  public double[][] system() {
    return finished(system);
  }

  private double[][] finished(double[][] sums) {
    if (added != segments) {
      throw new IllegalStateException(added + " of " + segments + " segments");
    }
    return Arrays.stream(sums).map(double[]::clone).toArray(double[][]::new);
  }
}

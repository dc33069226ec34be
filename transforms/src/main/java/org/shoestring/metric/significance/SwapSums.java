package org.shoestring.metric.significance;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Sums of the statistics of two systems whose segments were swapped at random, for a test by
 * approximate randomization (E. W. Noreen, "Computer-intensive methods for testing hypotheses",
 * 1989). The coins are those of sacreBLEU, which flips them with numpy.
 *
 * <p>Segments come in blocks, in order, as in {@link BootstrapSums}.
 */
final class SwapSums {
  private final int segments;
  private final long first;
  private final NumpyRandom random;
  private final double[][] baseline;
  private final double[][] system;
  private int added;

  /**
   * Sums of nothing yet.
   *
   * @param segments how many there are
   * @param statistics of each segment
   * @param first the number of the first trial, from 0 on
   * @param trials at least 1
   * @param seed not negative
   */
  SwapSums(int segments, int statistics, int first, int trials, long seed) {
    this.segments = segments;
    this.first = first;
    this.random = NumpyRandom.of(seed);
    this.baseline = new double[trials][statistics];
    this.system = new double[trials][statistics];
  }

  /**
   * Adds the next segments.
   *
   * @param ofBaseline their statistics
   * @param ofSystem those of the same segments
   */
  void add(StatisticsBlock ofBaseline, StatisticsBlock ofSystem) {
    int count = ofBaseline.segments();
    if (count != ofSystem.segments() || added + count > segments) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d and %d segments after %d of %d",
              count,
              ofSystem.segments(),
              added,
              segments));
    }
    int from = added;
    IntStream.range(0, baseline.length)
        .parallel()
        .forEach(
            trial -> {
              NumpyRandom.Coins coins = random.coins((first + trial) * segments + from);
              for (int i = 0; i < count; i++) {
                boolean heads = coins.next();
                (heads ? ofBaseline : ofSystem).addTo(baseline[trial], i, 1);
                (heads ? ofSystem : ofBaseline).addTo(system[trial], i, 1);
              }
            });
    added += count;
  }

  /**
   * The sums of what takes the baseline's place, by trial, when all segments were added; they are
   * not copied.
   */
  double[][] baseline() {
    return finished(baseline);
  }

  /**
   * The sums of what takes the system's place, by trial, when all segments were added; they are not
   * copied.
   */
  double[][] system() {
    return finished(system);
  }

  private double[][] finished(double[][] sums) {
    if (added != segments) {
      throw new IllegalStateException(added + " of " + segments + " segments");
    }
    return sums;
  }
}

package org.shoestring.metric.significance;

import java.util.stream.IntStream;

/**
 * Sums of the statistics of bootstrap resamples: each resample draws as many segments as there are,
 * with replacement (B. Efron, "Bootstrap methods: another look at the jackknife", Annals of
 * Statistics 7, 1979; for BLEU: P. Koehn, "Statistical significance tests for machine translation
 * evaluation", EMNLP 2004). The draws are those of sacreBLEU, which draws with numpy.
 *
 * <p>Segments come in blocks, in order, and are not kept: memory grows with a block and with the
 * resamples, not with the segments. For each block all draws are made again. Resamples are added on
 * all processors, each by one, so that the sums do not depend on how many there are.
 */
final class BootstrapSums {
  private static final int GROUP = 8;

  private final int segments;
  private final int statistics;
  private final NumpyRandom[] starts;
  private final double[][] sums;
  private int added;

  /**
   * Sums of nothing yet.
   *
   * @param segments how many there are
   * @param statistics of each segment
   * @param resamples at least 1
   * @param random goes on by the draws of these resamples
   */
  BootstrapSums(int segments, int statistics, int resamples, NumpyRandom random) {
    this.segments = segments;
    this.statistics = statistics;
    this.starts = random.resamples(resamples, segments);
    this.sums = new double[resamples][statistics];
  }

  /** Adds the next segments. */
  void add(StatisticsBlock block) {
    int to = added + block.segments();
    if (to > segments) {
      throw new IllegalArgumentException(to + " of " + segments + " segments");
    }
    int groups = (starts.length + GROUP - 1) / GROUP;
    IntStream.range(0, groups).parallel().forEach(group -> add(block, group * GROUP));
    added = to;
  }

  /** Adds to a group of resamples, so that each segment is read once for all of them. */
  private void add(StatisticsBlock block, int first) {
    int count = Math.min(GROUP, starts.length - first);
    int size = block.segments();
    int[][] times = new int[count][size];
    double[][] part = new double[count][statistics];
    for (int i = 0; i < count; i++) {
      starts[first + i].copy().countChoice(segments, segments, added, times[i]);
    }
    for (int segment = 0; segment < size; segment++) {
      for (int i = 0; i < count; i++) {
        if (times[i][segment] > 0) {
          block.addTo(part[i], segment, times[i][segment]);
        }
      }
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < statistics; j++) {
        sums[first + i][j] += part[i][j];
      }
    }
  }

  /** The sums by resample, when all segments were added; they are not copied. */
  double[][] finish() {
    if (added != segments) {
      throw new IllegalStateException(added + " of " + segments + " segments");
    }
    return sums;
  }
}

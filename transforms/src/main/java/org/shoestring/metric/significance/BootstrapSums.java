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
    this.starts = new NumpyRandom[resamples];
    this.sums = new double[resamples][statistics];
    for (int i = 0; i < resamples; i++) {
      starts[i] = random.copy();
      random.skipChoice(segments, segments);
    }
  }

  /** Adds the next segments. */
  void add(StatisticsBlock block) {
    int from = added;
    int to = from + block.segments();
    if (to > segments) {
      throw new IllegalArgumentException(to + " of " + segments + " segments");
    }
    IntStream.range(0, starts.length)
        .parallel()
        .forEach(
            resample -> {
              double[] sum = new double[statistics];
              starts[resample]
                  .copy()
                  .choice(
                      segments,
                      segments,
                      segment -> {
                        if (segment >= from && segment < to) {
                          block.addTo(sum, segment - from);
                        }
                      });
              for (int i = 0; i < sum.length; i++) {
                sums[resample][i] += sum[i];
              }
            });
    added = to;
  }

  /** The sums by resample, when all segments were added; they are not copied. */
  double[][] finish() {
    if (added != segments) {
      throw new IllegalStateException(added + " of " + segments + " segments");
    }
    return sums;
  }
}

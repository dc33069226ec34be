package org.shoestring.metric.significance;

import java.util.Arrays;
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
public final class BootstrapSums {
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
   * @param seed not negative
   */
  public BootstrapSums(int segments, int statistics, int resamples, long seed) {
    this.segments = segments;
    this.statistics = statistics;
    this.starts = new NumpyRandom[resamples];
    this.sums = new double[resamples][statistics];
    NumpyRandom random = NumpyRandom.of(seed);
    for (int i = 0; i < resamples; i++) {
      starts[i] = random.copy();
      random.skipChoice(segments, segments);
    }
  }

  /**
   * Adds the next segments.
   *
   * @param block their statistics, one segment after another
   */
  public void add(double[] block) {
    int from = added;
    int to = from + block.length / statistics;
    if (to > segments || block.length % statistics != 0) {
      throw new IllegalArgumentException(
          block.length + " statistics after " + added + " of " + segments + " segments");
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
                          int row = (segment - from) * statistics;
                          for (int i = 0; i < sum.length; i++) {
                            sum[i] += block[row + i];
                          }
                        }
                      });
              for (int i = 0; i < sum.length; i++) {
                sums[resample][i] += sum[i];
              }
            });
    added = to;
  }

  /** The sums by resample, when all segments were added. */
  public double[][] finish() {
    if (added != segments) {
      throw new IllegalStateException(added + " of " + segments + " segments");
    }
    return Arrays.stream(sums).map(double[]::clone).toArray(double[][]::new);
  }
}

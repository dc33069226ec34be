package org.shoestring.metric.significance;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.PairMetric;

/** The scores of bootstrap resamples of segments. */
public final class Bootstrap {
  /** As many resamples as sacreBLEU draws. */
  public static final int RESAMPLES = 1000;

  /** As sacreBLEU seeds them. */
  public static final long SEED = 12_345;

  /** Sums that are kept at once: 128 MB. */
  private static final int SUMS = 1 << 24;

  private Bootstrap() {}

  /**
   * The scores of all resamples, by score and resample. A resample may lack a score, as of a label
   * that is not in it, or if it is not defined for it: that is NaN.
   *
   * @param names of the scores
   * @param rows one segment or more
   * @param keys all keys of a metric that counts by key, which may be more than those of the rows
   * @param references how many each segment had
   */
  public static double[][] scores(
      Metric metric,
      List<String> names,
      SegmentRows rows,
      Collection<String> keys,
      int references,
      int resamples,
      long seed)
      throws IOException {
    if (metric instanceof PairMetric pairs) {
      return new double[][] {PairBootstrap.scores(pairs, rows, references, resamples, seed)};
    }
    Additive additive = Additive.of(metric, keys);
    NumpyRandom random = NumpyRandom.of(seed);
    ScoreColumns scores = new ScoreColumns(names, resamples);
    int atOnce = Math.max(1, SUMS / additive.width());
    for (int first = 0; first < resamples; first += atOnce) {
      int count = Math.min(atOnce, resamples - first);
      BootstrapSums sums = new BootstrapSums(rows.segments(), additive.width(), count, random);
      additive.forEachBlock(rows, sums::add);
      for (double[] sum : sums.finish()) {
        scores.add(additive.scores(sum, references));
      }
    }
    return scores.finish();
  }
}

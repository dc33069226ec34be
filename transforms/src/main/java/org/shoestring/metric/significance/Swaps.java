package org.shoestring.metric.significance;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.shoestring.metric.Metric;

/**
 * The scores of trials in which segments of two systems are swapped at random.
 *
 * @param baseline those of what takes the baseline's place, by score and trial
 * @param system those of what takes the system's place
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Swaps(double[][] baseline, double[][] system) {
  /** As many trials as sacreBLEU makes. */
  public static final int TRIALS = 10_000;

  /** Sums that are kept at once: 128 MB. */
  private static final int SUMS = 1 << 24;

  /**
   * Those of two systems. A trial may lack a score: that is NaN.
   *
   * @param names of the scores
   * @param keys all keys of a metric that counts by key
   * @param references how many each segment had
   */
  public static Swaps of(
      Metric metric,
      List<String> names,
      SegmentRows baseline,
      SegmentRows system,
      Collection<String> keys,
      int references,
      int trials,
      long seed)
      throws IOException {
    Additive additive = Additive.of(metric, keys);
    ScoreColumns ofBaseline = new ScoreColumns(names, trials);
    ScoreColumns ofSystem = new ScoreColumns(names, trials);
    int atOnce = Math.max(1, SUMS / 2 / additive.width());
    for (int first = 0; first < trials; first += atOnce) {
      int count = Math.min(atOnce, trials - first);
      SwapSums sums = new SwapSums(baseline.segments(), additive.width(), first, count, seed);
      add(additive, baseline, system, sums);
      for (double[] sum : sums.baseline()) {
        ofBaseline.add(additive.scores(sum, references));
      }
      for (double[] sum : sums.system()) {
        ofSystem.add(additive.scores(sum, references));
      }
    }
    return new Swaps(ofBaseline.finish(), ofSystem.finish());
  }

  private static void add(
      Additive additive, SegmentRows baseline, SegmentRows system, SwapSums sums)
      throws IOException {
    try (SegmentRows.Cursor cursor = system.open()) {
      Additive.Rows next = new Additive.Rows(cursor, additive.tally());
      additive.forEachBlock(
          baseline, block -> sums.add(block, additive.read(next, block.segments())));
    }
  }
}

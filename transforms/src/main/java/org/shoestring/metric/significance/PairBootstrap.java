package org.shoestring.metric.significance;

import java.io.IOException;
import java.util.stream.IntStream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.PairMetric;
import org.shoestring.metric.numbers.WeightedPairs;
import org.shoestring.metric.tally.PairTally;
import org.shoestring.metric.tally.Tally;

/**
 * Scores of bootstrap resamples by a metric of pairs, which are all in memory: a resample is a
 * weight for each. The draws are those of {@link BootstrapSums}.
 */
final class PairBootstrap {
  private PairBootstrap() {}

  static double[] scores(
      PairMetric metric, SegmentRows rows, int references, int resamples, long seed)
      throws IOException {
    WeightedPairs pairs = read(metric, rows);
    int segments = pairs.size();
    NumpyRandom[] starts = NumpyRandom.of(seed).resamples(resamples, segments);
    return IntStream.range(0, resamples)
        .parallel()
        .mapToDouble(
            resample -> {
              int[] weights = new int[segments];
              starts[resample].countChoice(segments, segments, 0, weights);
              return score(metric, pairs, weights, references);
            })
        .toArray();
  }

  private static WeightedPairs read(PairMetric metric, SegmentRows rows) throws IOException {
    try (Tally tally = Tally.of(metric);
        SegmentRows.Cursor cursor = rows.open()) {
      while (cursor.next(tally)) {
        tally.add();
      }
      return WeightedPairs.of(((PairTally) tally).pairs());
    }
  }

  /** NaN where the resample has no score, as if all labels in it are the same. */
  private static double score(
      PairMetric metric, WeightedPairs pairs, int[] weights, int references) {
    try {
      return metric.score(pairs.withWeights(weights), references).value();
    } catch (BadDataException e) {
      return Double.NaN;
    }
  }
}

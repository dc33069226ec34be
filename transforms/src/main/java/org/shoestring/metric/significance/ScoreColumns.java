package org.shoestring.metric.significance;

import java.util.Arrays;
import java.util.List;
import org.shoestring.metric.Score;

/** Scores of resample after resample, by the names of the scores. */
final class ScoreColumns {
  private final List<String> names;
  private final double[][] values;
  private int added;

  ScoreColumns(List<String> names, int resamples) {
    this.names = List.copyOf(names);
    this.values = new double[names.size()][resamples];
  }

  /** Adds the scores of a resample; one that it does not have is NaN. */
  void add(List<Score> scores) {
    for (double[] column : values) {
      column[added] = Double.NaN;
    }
    for (int i = 0; i < scores.size(); i++) {
      Score score = scores.get(i);
      // Mostly the scores are all there, in order.
      boolean isThere = i < names.size() && names.get(i).equals(score.name());
      int column = isThere ? i : names.indexOf(score.name());
      if (column >= 0) {
        values[column][added] = score.value();
      }
    }
    added++;
  }

  double[][] finish() {
    return Arrays.stream(values)
        .map(column -> Arrays.copyOf(column, added))
        .toArray(double[][]::new);
  }
}

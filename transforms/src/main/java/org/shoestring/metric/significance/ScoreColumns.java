package org.shoestring.metric.significance;

import java.util.List;
import org.shoestring.metric.Score;

/** Scores of resample after resample, by score. */
final class ScoreColumns {
  private final int resamples;
  private double[][] values = new double[0][];
  private int added;

  ScoreColumns(int resamples) {
    this.resamples = resamples;
  }

  void add(List<Score> scores) {
    if (added == 0) {
      values = new double[scores.size()][resamples];
    }
    for (int i = 0; i < values.length; i++) {
      values[i][added] = scores.get(i).value();
    }
    added++;
  }

  double[][] finish() {
    return values;
  }
}

package org.shoestring.metric.tally;

import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SumMetric;
import org.shoestring.tsv.TsvRow;

/** The sums of statistics. */
public final class SumTally extends Tally {
  private final SumMetric metric;
  private final double[] sums;
  private double[] last;

  SumTally(SumMetric metric) {
    this.metric = metric;
    this.sums = new double[metric.statistics().size()];
    this.last = new double[sums.length];
  }

  @Override
  public Metric metric() {
    return metric;
  }

  @Override
  public int size() {
    return sums.length;
  }

  @Override
  public void measure(Segment segment) {
    last = metric.measure(segment);
  }

  @Override
  public void read(TsvRow row, int firstField) {
    last = new double[sums.length];
    for (int i = 0; i < last.length; i++) {
      last[i] = StatisticNumber.of(row, firstField + i);
    }
  }

  @Override
  public void append(StringBuilder line) {
    append(line, last);
  }

  @Override
  public void add() {
    addSums(last);
  }

  /** The statistics of the last segment, which nobody changes. */
  public double[] last() {
    return last;
  }

  /** The sums so far. */
  public double[] sums() {
    return sums.clone();
  }

  /** Adds sums of other segments. */
  public void addSums(double... others) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += others[i];
    }
  }

  @Override
  public List<Score> lastScores(int references) {
    return List.of(metric.score(last, references));
  }

  @Override
  public List<Score> scores(int references) {
    return List.of(metric.score(sums, references));
  }
}

package org.shoestring.metric;

import java.util.List;
import org.shoestring.tsv.TsvRow;

/** All pairs of numbers. */
final class PairTally extends Tally {
  private final PairMetric metric;
  private final KeptPairs pairs = new KeptPairs();
  private double reference;
  private double hypothesis;

  PairTally(PairMetric metric) {
    this.metric = metric;
  }

  @Override
  public int size() {
    return metric.statistics().size();
  }

  @Override
  public void measure(Segment segment) {
    double[] pair = metric.measure(segment);
    reference = pair[0];
    hypothesis = pair[1];
  }

  @Override
  public void read(TsvRow row, int firstField) {
    reference = StatisticNumber.of(row, firstField);
    hypothesis = StatisticNumber.of(row, firstField + 1);
  }

  @Override
  public void append(StringBuilder line) {
    append(line, reference, hypothesis);
  }

  @Override
  public void add() {
    pairs.add(reference, hypothesis);
  }

  @Override
  public List<Score> scores(int references) {
    return List.of(metric.score(pairs, references));
  }

  @Override
  public void close() {
    pairs.close();
  }
}

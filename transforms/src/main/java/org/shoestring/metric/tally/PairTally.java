package org.shoestring.metric.tally;

import java.nio.file.Path;
import java.util.List;
import org.shoestring.metric.Metric;
import org.shoestring.metric.PairMetric;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.numbers.NumberPairs;
import org.shoestring.metric.numbers.SpilledPairs;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.TsvRow;

/** All pairs of numbers. */
public final class PairTally extends Tally {
  private final PairMetric metric;
  private final SpilledPairs pairs;
  private double reference;
  private double hypothesis;

  PairTally(PairMetric metric, Path spills) {
    this.metric = metric;
    this.pairs = new SpilledPairs(spills);
  }

  @Override
  public Metric metric() {
    return metric;
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

  /** The pairs so far; none may be added while they are read. */
  public NumberPairs pairs() {
    return pairs;
  }

  @Override
  public List<Score> lastScores(int references) {
    throw new UsageException(
        "--sentence: this metric needs several segments; choose another one for single segments");
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

package org.shoestring.metric.tally;

import java.util.List;
import org.shoestring.metric.CountMetric;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.tsv.TsvRow;

/** The sums of counts by key. */
public final class CountTally extends Tally {
  private final CountMetric metric;
  private final KeyCounts totals;
  private final KeyCounts last;

  CountTally(CountMetric metric) {
    this.metric = metric;
    this.totals = new KeyCounts(metric.counts());
    this.last = new KeyCounts(metric.counts());
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
    last.clear();
    metric.measure(segment, last);
  }

  @Override
  public void read(TsvRow row, int firstField) {
    last.clear();
    KeyCountsText.add(row.text(firstField), last);
  }

  @Override
  public void append(StringBuilder line) {
    KeyCountsText.append(line, last);
  }

  @Override
  public void add() {
    totals.addAll(last);
  }

  /** The counts of the last segment, until the next one. */
  public KeyCounts last() {
    return last;
  }

  /** Those of all segments that were added. */
  public KeyCounts totals() {
    return totals;
  }

  @Override
  public List<Score> lastScores(int references) {
    return metric.scores(last, references);
  }

  @Override
  public List<Score> scores(int references) {
    metric.check(totals);
    return metric.scores(totals, references);
  }
}

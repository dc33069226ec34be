package org.shoestring.metric;

import java.util.List;
import org.shoestring.tsv.TsvRow;

/** The sums of counts by key. */
final class CountTally extends Tally {
  private final CountMetric metric;
  private final KeyCounts totals;
  private final KeyCounts last;

  CountTally(CountMetric metric) {
    this.metric = metric;
    this.totals = new KeyCounts(metric.counts());
    this.last = new KeyCounts(metric.counts());
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

  @Override
  public List<Score> scores(int references) {
    return metric.scores(totals, references);
  }
}

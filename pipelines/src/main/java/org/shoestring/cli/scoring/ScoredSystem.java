package org.shoestring.cli.scoring;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.metric.Metric;
import org.shoestring.metric.Score;
import org.shoestring.metric.Tally;
import org.shoestring.metric.significance.SegmentRows;

/** A system whose segments are added up, by one or more metrics. */
final class ScoredSystem implements Closeable {
  private final String name;
  private final List<Tally> tallies;
  private final Optional<StatisticsSpool> spool;
  private final StringBuilder row = new StringBuilder();

  /**
   * One of no segments.
   *
   * @param keeps whether the statistics of each segment are kept
   */
  ScoredSystem(String name, List<Metric> metrics, boolean keeps) throws IOException {
    this.name = name;
    this.tallies = metrics.stream().map(Tally::of).toList();
    this.spool = keeps ? Optional.of(new StatisticsSpool()) : Optional.empty();
  }

  String name() {
    return name;
  }

  List<Tally> tallies() {
    return tallies;
  }

  /** Adds the last segment of all tallies. */
  void add() throws IOException {
    tallies.forEach(Tally::add);
    if (spool.isPresent()) {
      row.setLength(0);
      for (int i = 0; i < tallies.size(); i++) {
        row.append(i == 0 ? "" : "\t");
        tallies.get(i).append(row);
      }
      spool.get().add(row);
    }
  }

  /** The scores of one metric. */
  List<Score> scores(int metric, int references) {
    return tallies.get(metric).scores(references);
  }

  /** The kept statistics of one metric. */
  SegmentRows rows(int metric) throws IOException {
    int field = 0;
    for (Tally tally : tallies.subList(0, metric)) {
      field += tally.size();
    }
    return spool.orElseThrow().rows(field);
  }

  @Override
  public void close() throws IOException {
    tallies.forEach(Tally::close);
    if (spool.isPresent()) {
      spool.get().close();
    }
  }

  /** Closes all of them. */
  static void closeAll(List<ScoredSystem> systems) throws IOException {
    for (ScoredSystem system : new ArrayList<>(systems)) {
      system.close();
    }
  }
}

package org.shoestring.cli.scoring;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.significance.SegmentRows;
import org.shoestring.metric.tally.Tally;
import org.shoestring.spec.Spec;

/** A system whose segments are added up, by one or more metrics. */
final class ScoredSystem implements Closeable {
  private final String name;
  private final List<Tally> tallies;
  private final List<MetricType.InputCheck> checks;
  private final Optional<StatisticsSpool> spool;
  private final StringBuilder row = new StringBuilder();

  /**
   * One of no segments.
   *
   * @param keeps whether the statistics of each segment are kept
   */
  ScoredSystem(String name, List<Spec> metrics, boolean keeps) throws IOException {
    this.name = name;
    this.tallies = metrics.stream().map(MetricCatalog::bind).map(Tally::of).toList();
    this.checks =
        metrics.stream().map(MetricCatalog::inputCheck).flatMap(Optional::stream).toList();
    this.spool = keeps ? Optional.of(new StatisticsSpool()) : Optional.empty();
  }

  String name() {
    return name;
  }

  List<Tally> tallies() {
    return tallies;
  }

  /** Makes the statistics of a segment, by all metrics, and adds them. */
  void measure(Segment segment) throws IOException {
    checks.forEach(check -> check.add(segment.hypothesis()));
    tallies.forEach(tally -> tally.measure(segment));
    add();
  }

  /** What its output looks like, if the user should know. */
  Stream<String> warnings() {
    return checks.stream()
        .flatMap(check -> check.warning().stream())
        .distinct()
        .map(warning -> name + ": " + warning);
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

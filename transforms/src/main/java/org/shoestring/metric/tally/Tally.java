package org.shoestring.metric.tally;

import java.nio.file.Path;
import java.util.List;
import org.shoestring.files.CacheFolder;
import org.shoestring.metric.CountMetric;
import org.shoestring.metric.Metric;
import org.shoestring.metric.PairMetric;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SumMetric;
import org.shoestring.tsv.TsvRow;

/**
 * Adds up a metric's statistics, segment after segment in the order of the lines, whatever their
 * shape. The last segment is the one that was measured or read last.
 */
public abstract sealed class Tally implements AutoCloseable
    permits SumTally, CountTally, PairTally {

  /** One of no segments, whose temporary files go to the user's folder for them. */
  public static Tally of(Metric metric) {
    return of(metric, CacheFolder.spill(CacheFolder.ofUser()));
  }

  /**
   * One of no segments.
   *
   * @param spills a folder for temporary files, which is made if they are needed
   */
  public static Tally of(Metric metric, Path spills) {
    if (metric instanceof SumMetric sums) {
      return new SumTally(sums);
    }
    if (metric instanceof CountMetric counts) {
      return new CountTally(counts);
    }
    return new PairTally((PairMetric) metric, spills);
  }

  /** Whose it is. */
  public abstract Metric metric();

  /** How many fields the statistics of a segment have. */
  public abstract int size();

  /** Makes the statistics of a segment. */
  public abstract void measure(Segment segment);

  /** Takes the statistics from a row, whose fields are {@link #append}ed ones. */
  public abstract void read(TsvRow row, int firstField);

  /** Appends the last segment's statistics as fields with tabs between them. */
  public abstract void append(StringBuilder line);

  /**
   * The scores of the last segment alone.
   *
   * @throws org.shoestring.spec.UsageException if the metric needs several segments
   */
  public abstract List<Score> lastScores(int references);

  /** Adds the last segment. */
  public abstract void add();

  /**
   * The scores of all segments that were added.
   *
   * @param references how many references each segment had
   */
  public abstract List<Score> scores(int references);

  /** Frees what it keeps. */
  @Override
  public void close() {}

  /** As fields have numbers: without an exponent, whole ones without a point. */
  static void append(StringBuilder line, double... numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (i > 0) {
        line.append('\t');
      }
      StatisticNumber.append(line, numbers[i]);
    }
  }
}

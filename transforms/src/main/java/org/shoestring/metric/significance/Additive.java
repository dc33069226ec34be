package org.shoestring.metric.significance;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.CountMetric;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.Score;
import org.shoestring.metric.SumMetric;
import org.shoestring.metric.tally.CountTally;
import org.shoestring.metric.tally.SumTally;
import org.shoestring.metric.tally.Tally;

/** A metric whose statistics are added, as a vector of sums. */
abstract class Additive {
  /** Numbers of a block: 32 MB. */
  private static final int NUMBERS = 1 << 22;

  /** Segments of a block, for which each resample at work has a count: 1 MB. */
  private static final int SEGMENTS = 1 << 18;

  /** One of segments with these keys, which only a {@link CountMetric} has. */
  static Additive of(Metric metric, Collection<String> keys) {
    return metric instanceof SumMetric sums
        ? new Dense(sums)
        : new Sparse((CountMetric) metric, new TreeSet<>(keys));
  }

  /** How many sums there are. */
  abstract int width();

  /** An empty tally, into which rows are read. */
  abstract Tally tally();

  /** How many segments are read at once. */
  abstract int blockSize();

  /** Makes a block of the next segments. */
  abstract StatisticsBlock read(Rows rows, int segments) throws IOException;

  /** What is done with a block. */
  @FunctionalInterface
  interface BlockAction {
    void accept(StatisticsBlock block) throws IOException;
  }

  /** All segments, block by block. */
  void forEachBlock(SegmentRows rows, BlockAction action) throws IOException {
    try (SegmentRows.Cursor cursor = rows.open()) {
      Rows next = new Rows(cursor, tally());
      for (int left = rows.segments(); left > 0; left -= blockSize()) {
        action.accept(read(next, Math.min(left, blockSize())));
      }
    }
  }

  /** Rows that are read into a tally. */
  static final class Rows {
    private final SegmentRows.Cursor cursor;
    private final Tally tally;

    Rows(SegmentRows.Cursor cursor, Tally tally) {
      this.cursor = cursor;
      this.tally = tally;
    }

    /** The tally with the next segment as its last one. */
    Tally next() throws IOException {
      if (!cursor.next(tally)) {
        throw new IllegalStateException("fewer segments than were counted");
      }
      return tally;
    }
  }

  /** Those of a resample; none if they are not defined, as if all labels in it are the same. */
  abstract List<Score> scores(double[] sums, int references);

  private static final class Dense extends Additive {
    private final SumMetric metric;
    private final int width;

    Dense(SumMetric metric) {
      this.metric = metric;
      this.width = metric.statistics().size();
    }

    @Override
    int width() {
      return width;
    }

    @Override
    Tally tally() {
      return Tally.of(metric);
    }

    @Override
    int blockSize() {
      return Math.max(1, Math.min(SEGMENTS, NUMBERS / width));
    }

    @Override
    StatisticsBlock read(Rows rows, int segments) throws IOException {
      double[] values = new double[segments * width];
      for (int i = 0; i < segments; i++) {
        System.arraycopy(((SumTally) rows.next()).last(), 0, values, i * width, width);
      }
      return new DenseBlock(values, width);
    }

    @Override
    List<Score> scores(double[] sums, int references) {
      return List.of(metric.score(sums, references));
    }
  }

  private static final class Sparse extends Additive {
    private final CountMetric metric;
    private final SortedSet<String> keys;
    private final Map<String, Integer> positions = new HashMap<>();

    Sparse(CountMetric metric, SortedSet<String> keys) {
      this.metric = metric;
      this.keys = keys;
      keys.forEach(key -> positions.put(key, positions.size() * metric.counts()));
    }

    @Override
    int width() {
      return keys.size() * metric.counts();
    }

    @Override
    Tally tally() {
      return Tally.of(metric);
    }

    @Override
    int blockSize() {
      return SEGMENTS;
    }

    @Override
    StatisticsBlock read(Rows rows, int segments) throws IOException {
      SparseBlock block = new SparseBlock(segments);
      for (int segment = 0; segment < segments; segment++) {
        KeyCounts last = ((CountTally) rows.next()).last();
        for (String key : last.keys()) {
          int position = Objects.requireNonNull(positions.get(key));
          for (int i = 0; i < last.size(); i++) {
            if (last.get(key, i) != 0) {
              block.add(position + i, last.get(key, i));
            }
          }
        }
        block.end();
      }
      return block;
    }

    @Override
    List<Score> scores(double[] sums, int references) {
      KeyCounts totals = new KeyCounts(metric.counts());
      int position = 0;
      for (String key : keys) {
        for (int i = 0; i < metric.counts(); i++) {
          totals.add(key, i, sums[position++]);
        }
      }
      try {
        return metric.scores(totals, references);
      } catch (BadDataException e) {
        return List.of();
      }
    }
  }
}

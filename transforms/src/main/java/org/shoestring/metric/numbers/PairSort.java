package org.shoestring.metric.numbers;

import java.nio.file.Path;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts any number of pairs by their first numbers, then by their second ones: sorted runs in a
 * temporary file, which are merged while they are read. After the last pair was added, the sorted
 * ones can be read any number of times.
 */
final class PairSort implements AutoCloseable {
  private final Path folder;
  private final int most;
  private PairArrays pairs;
  private @Nullable PairOrder last;
  private @Nullable PairFile file;
  private long inversions;

  /**
   * A sort of no pairs.
   *
   * @param folder for temporary files
   * @param most pairs that are kept in memory
   */
  PairSort(Path folder, int most) {
    this.folder = folder;
    this.most = most;
    this.pairs = new PairArrays(most);
  }

  void add(double first, double second) {
    if (pairs.isFull()) {
      writeRun();
    }
    pairs.add(first, second);
  }

  private void writeRun() {
    PairFile to = file;
    if (to == null) {
      to = new PairFile(folder);
      file = to;
    }
    PairOrder sorted = pairs.sorted();
    inversions += sorted.inversions();
    for (int place : sorted.places()) {
      to.append(pairs.first(place), pairs.second(place));
    }
    pairs.clear();
  }

  /** The sorted pairs. */
  PairCursor read() {
    PairFile runs = runs();
    return runs == null ? new Kept(pairs, order().places()) : new Merge(runs, most);
  }

  /** How many twos of pairs were added in the wrong order. */
  long inversions() {
    PairFile runs = runs();
    if (runs == null) {
      return order().inversions();
    }
    Merge merge = new Merge(runs, most);
    while (merge.next()) {
      // It counts.
    }
    return inversions + merge.inversions;
  }

  private @Nullable PairFile runs() {
    if (file != null && pairs.size() > 0) {
      writeRun();
      pairs = new PairArrays(0);
    }
    return file;
  }

  private PairOrder order() {
    PairOrder sorted = last;
    if (sorted == null) {
      sorted = pairs.sorted();
      last = sorted;
    }
    return sorted;
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }

  /** Those of one run in memory. */
  private static final class Kept implements PairCursor {
    private final PairArrays pairs;
    private final int[] places;
    private int at = -1;

    Kept(PairArrays pairs, int[] places) {
      this.pairs = pairs;
      this.places = places;
    }

    @Override
    public boolean next() {
      return ++at < places.length;
    }

    @Override
    public double first() {
      return pairs.first(places[at]);
    }

    @Override
    public double second() {
      return pairs.second(places[at]);
    }
  }

  /** Those of all runs in the file, each of {@code most} pairs but the last. */
  private static final class Merge implements PairCursor {
    private final PriorityQueue<Run> waiting = new PriorityQueue<>();
    private final long[] left;
    private @Nullable Run current;
    private long inversions;

    Merge(PairFile file, int most) {
      this.left = new long[(int) ((file.size() + most - 1) / most)];
      for (int i = 0; i < left.length; i++) {
        long from = (long) i * most;
        long to = Math.min(file.size(), from + most);
        left[i] = to - from;
        Run run = new Run(i, file.read(from, to));
        run.pairs.next();
        waiting.add(run);
      }
    }

    @Override
    public boolean next() {
      Run before = current;
      if (before != null && before.pairs.next()) {
        waiting.add(before);
      }
      Run lowest = waiting.poll();
      current = lowest;
      if (lowest == null) {
        return false;
      }
      left[lowest.number]--;
      // What is left of earlier runs belongs behind it, but was added before it.
      for (int i = 0; i < lowest.number; i++) {
        inversions += left[i];
      }
      return true;
    }

    @Override
    public double first() {
      return current == null ? Double.NaN : current.pairs.first();
    }

    @Override
    public double second() {
      return current == null ? Double.NaN : current.pairs.second();
    }
  }

  /**
   * A run at its first pair that was not taken; of equal pairs an earlier run's are taken first.
   */
  private record Run(int number, PairCursor pairs) implements Comparable<Run> {

    @Override
    public int compareTo(Run other) {
      int order = Double.compare(pairs.first(), other.pairs.first());
      if (order == 0) {
        order = Double.compare(pairs.second(), other.pairs.second());
      }
      return order == 0 ? Integer.compare(number, other.number) : order;
    }
  }
}

package org.shoestring.metric.numbers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any number of pairs, each of weight 1, which are added one by one and then read. About a million
 * are kept in memory, 16 bytes each; what is beyond lies in temporary files, and so do the sorted
 * orders, which are made anew each time.
 */
public final class SpilledPairs implements NumberPairs, AutoCloseable {
  private static final int MOST = 1 << 20;

  private final Path folder;
  private final int most;
  private final PairArrays kept;
  private final List<SpilledPairs> ranks = new ArrayList<>();
  private @Nullable PairFile file;
  private long size;

  /**
   * No pairs yet.
   *
   * @param folder for temporary files, which is made if they are needed
   */
  public SpilledPairs(Path folder) {
    this(folder, MOST);
  }

  SpilledPairs(Path folder, int most) {
    this.folder = folder;
    this.most = most;
    this.kept = new PairArrays(most);
  }

  /**
   * Adds a pair.
   *
   * @throws IllegalArgumentException if a number is infinite or none
   */
  public void add(double reference, double hypothesis) {
    if (!Double.isFinite(reference) || !Double.isFinite(hypothesis)) {
      throw new IllegalArgumentException(
          "pairs have finite numbers, but these are " + reference + " and " + hypothesis);
    }
    if (kept.isFull()) {
      PairFile to = file;
      if (to == null) {
        to = new PairFile(folder);
        file = to;
      }
      kept.appendTo(to);
      kept.clear();
    }
    kept.add(reference + 0.0, hypothesis + 0.0); // -0.0 + 0.0 is 0.0.
    size++;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void forEach(Visitor visitor) {
    if (file != null) {
      PairCursor pairs = file.read(0, file.size());
      while (pairs.next()) {
        visitor.visit(pairs.first(), pairs.second(), 1);
      }
    }
    for (int i = 0; i < kept.size(); i++) {
      visitor.visit(kept.first(i), kept.second(i), 1);
    }
  }

  @Override
  public void byHypothesis(Visitor visitor) {
    try (PairSort sort = sort()) {
      forEach((reference, hypothesis, weight) -> sort.add(hypothesis, reference));
      PairCursor sorted = sort.read();
      while (sorted.next()) {
        visitor.visit(sorted.second(), sorted.first(), 1);
      }
    }
  }

  @Override
  public void byReference(Visitor visitor) {
    try (PairSort sort = sort()) {
      forEach((reference, hypothesis, weight) -> sort.add(reference, hypothesis));
      PairCursor sorted = sort.read();
      while (sorted.next()) {
        visitor.visit(sorted.first(), sorted.second(), 1);
      }
    }
  }

  @Override
  public NumberPairs ranked() {
    SpilledPairs ranked = new SpilledPairs(folder, most);
    ranks.add(ranked);
    try (PairSort byHypothesis = sort();
        PairSort byReference = sort()) {
      forEach((reference, hypothesis, weight) -> byHypothesis.add(hypothesis, reference));
      rank(byHypothesis, (rank, reference) -> byReference.add(reference, rank));
      rank(byReference, ranked::add);
    }
    return ranked;
  }

  private interface RankVisitor {
    void visit(double rank, double second);
  }

  /** The ranks of the first numbers. */
  private static void rank(PairSort sort, RankVisitor visitor) {
    PairCursor pairs = sort.read();
    PairCursor ahead = sort.read();
    boolean isMore = ahead.next();
    long ranked = 0;
    while (isMore) {
      double tied = ahead.first();
      long ties = 0;
      while (isMore && ahead.first() == tied) {
        ties++;
        isMore = ahead.next();
      }
      double mean = ranked + (ties + 1) / 2.0;
      for (long i = 0; i < ties && pairs.next(); i++) {
        visitor.visit(mean, pairs.second());
      }
      ranked += ties;
    }
  }

  @Override
  public long discordances() {
    // In the order of the references those of one reference are in that of their hypotheses.
    try (PairSort sort = sort()) {
      byReference((reference, hypothesis, weight) -> sort.add(hypothesis, 0));
      return sort.inversions();
    }
  }

  private PairSort sort() {
    return new PairSort(folder, most);
  }

  @Override
  public void close() {
    ranks.forEach(SpilledPairs::close);
    if (file != null) {
      file.close();
    }
  }
}

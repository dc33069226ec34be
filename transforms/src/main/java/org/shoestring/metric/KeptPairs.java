package org.shoestring.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Pairs in memory. */
final class KeptPairs implements Pairs, AutoCloseable {
  private static final Comparator<double[]> REFERENCE =
      Comparator.<double[]>comparingDouble(pair -> pair[0]);
  private static final Comparator<double[]> HYPOTHESIS =
      Comparator.<double[]>comparingDouble(pair -> pair[1]);

  private final List<double[]> pairs = new ArrayList<>();

  void add(double reference, double hypothesis) {
    pairs.add(new double[] {reference, hypothesis});
  }

  @Override
  public long size() {
    return pairs.size();
  }

  @Override
  public void forEach(Visitor visitor) {
    pairs.forEach(pair -> visitor.visit(pair[0], pair[1], 1));
  }

  @Override
  public void byHypothesis(Visitor visitor) {
    sorted(HYPOTHESIS.thenComparing(REFERENCE), visitor);
  }

  @Override
  public void byReference(Visitor visitor) {
    sorted(REFERENCE.thenComparing(HYPOTHESIS), visitor);
  }

  private void sorted(Comparator<double[]> order, Visitor visitor) {
    List<double[]> sorted = new ArrayList<>(pairs);
    Collections.sort(sorted, order);
    sorted.forEach(pair -> visitor.visit(pair[0], pair[1], 1));
  }

  @Override
  public Pairs ranked() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    pairs.clear();
  }
}

package org.shoestring.metric.numbers;

/**
 * Pairs of finite numbers, one a segment, which can be read several times. Each has a weight: how
 * often a resample drew it; 1 in all segments themselves, and never 0. There is no -0.0: it is 0.0.
 */
public interface NumberPairs {

  /** What is done with each pair. */
  @FunctionalInterface
  interface Visitor {
    void visit(double reference, double hypothesis, long weight);
  }

  /** The sum of the weights. */
  long size();

  /** In the order of the lines. */
  void forEach(Visitor visitor);

  /** The lowest hypothesis first; of equal ones the lowest reference. */
  void byHypothesis(Visitor visitor);

  /** The lowest reference first; of equal ones the lowest hypothesis. */
  void byReference(Visitor visitor);

  /**
   * These with the ranks of their numbers, from 1 on, in their place; equal numbers have the mean
   * of their ranks, as scipy's {@code rankdata} gives it. Their lines are in the order of {@link
   * #byReference}. What it keeps is freed with these.
   */
  NumberPairs ranked();

  /**
   * How many twos of pairs are discordant: one has the higher reference, the other the higher
   * hypothesis. Each pair counts as often as its weight says.
   */
  long discordances();
}

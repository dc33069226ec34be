package org.shoestring.metric.numbers;

/** Reads pairs one after another; it stands before the first. */
interface PairCursor {

  /** Goes to the next pair; false if there is none. */
  boolean next();

  double first();

  double second();
}

package org.shoestring.metric.classes;

/** The counts of a class, which is a label or a type of entities: their places in its counts. */
public final class ClassCounts {
  /** How many of the hypotheses' are correct. */
  public static final int CORRECT = 0;

  /** How many the hypotheses have. */
  public static final int PREDICTED = 1;

  /** How many the references have. */
  public static final int REFERENCE = 2;

  /** How many counts there are. */
  public static final int SIZE = 3;

  private ClassCounts() {}
}

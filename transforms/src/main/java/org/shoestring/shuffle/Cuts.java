package org.shoestring.shuffle;

/** Cuts {@code [0, total)} into parts in order. */
public interface Cuts {

  /** The number of parts. */
  int parts();

  /** Where a part starts; {@code total} for the number of parts. */
  long start(int part);

  /** The part that a position lies in. */
  int part(long position);

  /** How many positions a part has. */
  default long size(int part) {
    return start(part + 1) - start(part);
  }
}

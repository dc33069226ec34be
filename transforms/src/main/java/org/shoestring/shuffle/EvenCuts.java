package org.shoestring.shuffle;

/**
 * Cuts {@code [0, total)} into parts in order, whose sizes differ by at most one.
 *
 * @param total at most 2^40
 * @param parts from 1 to 2^22, so that nothing overflows
 */
public record EvenCuts(long total, int parts) {

  public EvenCuts {
    if (total < 0 || total > Permutation.MAX_SIZE || parts < 1 || parts > 1 << 22) {
      throw new IllegalArgumentException(total + " in " + parts + " parts");
    }
  }

  /** How many parts of a size hold that many. */
  public static long ceilDiv(long count, long size) {
    return -Math.floorDiv(-count, size);
  }

  /** Where a part starts; {@code total} for the number of parts. */
  public long start(int part) {
    return part * total / parts;
  }

  /** How many positions a part has. */
  public long size(int part) {
    return start(part + 1) - start(part);
  }

  /** The part that a position lies in. */
  public int part(long position) {
    return (int) (((position + 1) * parts - 1) / total);
  }
}

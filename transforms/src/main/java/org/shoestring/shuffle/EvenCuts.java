package org.shoestring.shuffle;

/**
 * Cuts {@code [0, total)} into parts in order, whose sizes differ by at most one.
 *
 * @param total at most 2^40
 * @param parts from 1 to 2^22, so that nothing overflows
 */
public record EvenCuts(long total, int parts) implements Cuts {

  public EvenCuts {
    if (total < 0 || total > Permutation.MAX_SIZE || parts < 1 || parts > 1 << 22) {
      throw new IllegalArgumentException(total + " in " + parts + " parts");
    }
  }

  /** How many parts of a size hold that many. */
  public static long ceilDiv(long count, long size) {
    return -Math.floorDiv(-count, size);
  }

  @Override
  public long start(int part) {
    return part * total / parts;
  }

  @Override
  public int part(long position) {
    return (int) (((position + 1) * parts - 1) / total);
  }
}

package org.shoestring.shuffle;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Cuts at listed positions, into parts that each have at least one, or into one without any. */
public final class ListedCuts implements Cuts {
  private final long[] starts;

  private ListedCuts(long[] starts) {
    if (starts.length < 2 || starts[0] != 0) {
      throw new IllegalArgumentException("the first part must start at 0");
    }
    boolean empty = starts.length == 2 && starts[1] == 0;
    for (int part = 0; part + 1 < starts.length && !empty; part++) {
      if (starts[part] >= starts[part + 1]) {
        throw new IllegalArgumentException("part " + part + " has no position");
      }
    }
    this.starts = starts;
  }

  /** The cuts with these starts, from 0 on; the last one is where the last part ends. */
  public static ListedCuts of(List<Long> starts) {
    return new ListedCuts(starts.stream().mapToLong(Long::longValue).toArray());
  }

  /** The cuts of parts with so many positions each. */
  public static ListedCuts ofSizes(long... sizes) {
    long[] starts = new long[sizes.length + 1];
    for (int part = 0; part < sizes.length; part++) {
      starts[part + 1] = starts[part] + sizes[part];
    }
    return new ListedCuts(starts);
  }

  /** The starts of some cuts, as {@link #of} takes them. */
  public static List<Long> startsOf(Cuts cuts) {
    return IntStream.rangeClosed(0, cuts.parts()).mapToObj(cuts::start).toList();
  }

  @Override
  public int parts() {
    return starts.length - 1;
  }

  @Override
  public long start(int part) {
    return starts[part];
  }

  @Override
  public int part(long position) {
    int found = Arrays.binarySearch(starts, position);
    return found < 0 ? -found - 2 : found;
  }
}

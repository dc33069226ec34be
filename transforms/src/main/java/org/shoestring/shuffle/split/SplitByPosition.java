package org.shoestring.shuffle.split;

import org.shoestring.shuffle.Permutation;

/** Lines in a random order, and the parts are ranges of it. */
final class SplitByPosition implements SplitPlan {
  private final Permutation permutation;
  private final Ranges ranges;

  SplitByPosition(Split split, long lines) {
    this.permutation = Permutation.of(lines, split.seed(), "split");
    this.ranges = new Ranges(split.parts().order(), split.parts().counts(lines));
  }

  @Override
  public OfShard shard(int place) {
    return (line, row) -> ranges.part(permutation.at(line));
  }
}

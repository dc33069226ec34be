package org.shoestring.shuffle;

import java.io.Serializable;

/**
 * How records are told apart on their way: by group, each read by one worker, and within a group by
 * bucket, in the order of which they are read.
 *
 * @param perGroup buckets of each group; those of group {@code g} start at {@code g * perGroup}
 */
public record Buckets(int groups, int perGroup) implements Serializable {

  public Buckets {
    if (groups < 1 || perGroup < 1) {
      throw new IllegalArgumentException(groups + " groups of " + perGroup + " buckets");
    }
  }

  /** A bucket a group. */
  public static Buckets of(int groups) {
    return new Buckets(groups, 1);
  }

  public int count() {
    return Math.multiplyExact(groups, perGroup);
  }

  /** The group that a bucket belongs to. */
  public int group(int bucket) {
    return bucket / perGroup;
  }
}

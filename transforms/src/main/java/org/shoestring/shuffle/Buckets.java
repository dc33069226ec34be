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

  /**
   * The most groups of a table that has no more than {@value} times {@value #PER_GROUP} buckets.
   * Enough for the workers that there may be, and few enough for a thousand shards to send
   * something to each.
   */
  private static final int USUAL_GROUPS = 128;

  /** Buckets of a group of a larger table: more would take much disk of one worker. */
  private static final int PER_GROUP = 64;

  /**
   * The groups for so many buckets.
   *
   * @param buckets how many are wanted, at least 1
   * @param most groups that there may be
   */
  public static int groups(long buckets, int most) {
    return (int) Math.min(Math.max(USUAL_GROUPS, buckets / PER_GROUP), most);
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

package org.shoestring.shuffle;

/**
 * Where each line of a table goes: its position, the shard and the bucket that this lies in.
 *
 * <p>A group of the exchange is a shard, or several neighbours where there are more than 128. Its
 * buckets are neighbouring ranges of positions, each small enough to be put in order in memory;
 * what is larger, where 4,096 buckets are not enough, is cut once more while it is read.
 */
public final class ShufflePlan {
  public static final int MAX_BUCKETS = 4096;
  public static final long BUCKET_BYTES = 16L << 20;

  /** What a line takes in memory beside its bytes, while a bucket is put in order. */
  private static final long LINE_BYTES = 2 * Integer.BYTES;

  private final Permutation permutation;
  private final Cuts shards;
  private final EvenCuts groups;
  private final Buckets buckets;
  private final long rawBytes;
  private final long bucketBytes;
  private final int max;

  private ShufflePlan(Permutation permutation, Cuts shards, long raw, long bucketBytes, int max) {
    this.permutation = permutation;
    this.shards = shards;
    int most = Buckets.groups(EvenCuts.ceilDiv(raw, bucketBytes), max);
    this.groups = new EvenCuts(shards.parts(), Math.min(shards.parts(), most));
    long wanted = EvenCuts.ceilDiv(raw, groups.parts() * bucketBytes);
    int perGroup = (int) Math.max(1, Math.min(wanted, max / groups.parts()));
    this.buckets = new Buckets(groups.parts(), perGroup);
    this.rawBytes = raw;
    this.bucketBytes = bucketBytes;
    this.max = max;
  }

  /**
   * The plan of a table.
   *
   * @param lines may be 0
   * @param raw bytes of all lines
   * @param shards from 1 to the number of lines, 1 where there are none
   */
  public static ShufflePlan of(long lines, long raw, int shards, Seed seed) {
    Permutation permutation = Permutation.of(lines, seed, "shard");
    return of(permutation, shards, raw + lines * LINE_BYTES, BUCKET_BYTES, MAX_BUCKETS);
  }

  /** A plan with other limits, for tests of what takes large tables otherwise. */
  public static ShufflePlan of(
      Permutation permutation, int shards, long raw, long bucketBytes, int max) {
    EvenCuts even = new EvenCuts(permutation.size(), shards);
    return new ShufflePlan(permutation, even, raw, bucketBytes, max);
  }

  /** The same order of lines, cut into shards elsewhere. */
  public ShufflePlan with(Cuts cuts) {
    if (cuts.start(cuts.parts()) != permutation.size()) {
      throw new IllegalArgumentException(
          "cuts of " + cuts.start(cuts.parts()) + " lines, not of " + permutation.size());
    }
    return new ShufflePlan(permutation, cuts, rawBytes, bucketBytes, max);
  }

  /** The position that a line goes to, both counted from 0. */
  public long position(long line) {
    return permutation.at(line);
  }

  /** The line at a position. */
  public long line(long position) {
    return permutation.inverse(position);
  }

  /** The shard that a position lies in. */
  public int shard(long position) {
    return shards.part(position);
  }

  /** The shards, as cuts of all positions. */
  public Cuts shards() {
    return shards;
  }

  /** How lines are told apart on their way. */
  public Buckets buckets() {
    return buckets;
  }

  /** The shards of a group: from the first one of this group to that of the next. */
  public int firstShard(int group) {
    return (int) groups.start(group);
  }

  /** The bucket that a position lies in. */
  public int bucket(long position) {
    int group = groups.part(shards.part(position));
    if (buckets.perGroup() == 1) {
      return group;
    }
    long start = groupStart(group);
    return group * buckets.perGroup() + ranges(group).part(position - start);
  }

  /** The first position of a group; all positions for the number of groups. */
  public long groupStart(int group) {
    return shards.start(firstShard(group));
  }

  private EvenCuts ranges(int group) {
    return new EvenCuts(groupStart(group + 1) - groupStart(group), buckets.perGroup());
  }

  /** The first position of a bucket. */
  public long bucketStart(int bucket) {
    int group = bucket / buckets.perGroup();
    return groupStart(group) + ranges(group).start(bucket % buckets.perGroup());
  }

  /** How many positions a bucket has. */
  public long bucketSize(int bucket) {
    int group = bucket / buckets.perGroup();
    return ranges(group).size(bucket % buckets.perGroup());
  }

  /** What so many lines take in memory, as a part of all. */
  public long expectedBytes(long lines) {
    return (long) ((double) rawBytes / permutation.size() * lines);
  }
}

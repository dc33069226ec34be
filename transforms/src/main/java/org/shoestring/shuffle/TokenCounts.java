package org.shoestring.shuffle;

/**
 * How many tokens a table has in each of up to 65,536 ranges of positions, and the cuts that give
 * every shard the same number of them. An accumulator that others are added to; it takes 512 KiB at
 * most, however large the table is.
 *
 * <p>Of {@code n} shards, the ideal cut number {@code k} has {@code k/n} of all tokens before it,
 * and lies somewhere in one range of positions. The cut is made
 *
 * <ul>
 *   <li>in a table of up to 65,536 lines, where a range is a line: at the end of that line which is
 *       nearer. A shard so differs from {@code 1/n} of all tokens by at most half of the tokens of
 *       the line at each of its two ends;
 *   <li>in a larger one: in that range, after as many of its lines as the tokens that the ideal cut
 *       has of it. A shard differs by at most the tokens of the range at each of its two ends.
 *       Since lines lie in a random order, it is those of a few lines, as a rule.
 * </ul>
 *
 * <p>A shard has at least one line: one that would get none takes the next one, and moves the cuts
 * after it that are not beyond that. This cannot happen, and the bounds hold for every shard, if
 * each range has fewer than {@code 1/n} of all tokens. A table without any token is cut by lines.
 */
public final class TokenCounts {
  /** Raised whenever a cut would lie elsewhere; part of the keys of what was cut. */
  public static final int VERSION = 1;

  /** The most ranges. */
  public static final int MAX_RANGES = 1 << 16;

  private final EvenCuts ranges;
  private final long[] tokens;

  /** No tokens yet, of a table of so many lines. */
  public TokenCounts(long lines) {
    this(lines, MAX_RANGES);
  }

  /** The same with fewer ranges, for tests of what large tables have. */
  TokenCounts(long lines, int most) {
    this.ranges = new EvenCuts(lines, (int) Math.max(1, Math.min(lines, most)));
    this.tokens = new long[ranges.parts()];
  }

  /** Takes the tokens of a range. */
  public interface EachRange<E extends Exception> {
    void tokens(int range, long count) throws E;
  }

  /** Adds the tokens of the line at a position. */
  public void add(long position, long count) {
    addTo(ranges.part(position), count);
  }

  /** Adds tokens to a range. */
  public void addTo(int range, long count) {
    tokens[range] += count;
  }

  /** Adds the counts of other lines of the same table. */
  public void add(TokenCounts others) {
    others.each(this::addTo);
  }

  /** Gives all ranges that have tokens, in order. */
  public <E extends Exception> void each(EachRange<E> each) throws E {
    for (int range = 0; range < tokens.length; range++) {
      if (tokens[range] > 0) {
        each.tokens(range, tokens[range]);
      }
    }
  }

  /** All tokens. */
  public long total() {
    long total = 0;
    for (long count : tokens) {
      total += count;
    }
    return total;
  }

  /**
   * The cuts into so many shards.
   *
   * @param shards from 1 to the number of lines, 1 where there are none
   */
  public Cuts cuts(int shards) {
    long total = total();
    if (total == 0) {
      return new EvenCuts(ranges.total(), shards);
    }
    long lines = ranges.total();
    long[] sizes = new long[shards];
    long start = 0;
    int range = 0;
    long before = 0; // The tokens before the range.
    for (int shard = 1; shard < shards; shard++) {
      // shard * total / shards without an overflow: a whole number, and a fraction below 1.
      long rest = total % shards * shard;
      long ideal = total / shards * shard + rest / shards;
      double fraction = (double) (rest % shards) / shards;
      while (before + tokens[range] <= ideal) {
        before += tokens[range++];
      }
      double share = (ideal - before + fraction) / tokens[range];
      long cut = ranges.start(range) + Math.round(share * ranges.size(range));
      long end = Math.min(Math.max(cut, start + 1), lines - (shards - shard));
      sizes[shard - 1] = end - start;
      start = end;
    }
    sizes[shards - 1] = lines - start;
    return ListedCuts.ofSizes(sizes);
  }
}

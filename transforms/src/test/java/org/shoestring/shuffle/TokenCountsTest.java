package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Cuts at equal numbers of tokens against sums over all lines. */
class TokenCountsTest {

  /** The tokens of lines by position: some without any, most with a few, some with very many. */
  @Provide
  Arbitrary<long[]> lines() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.longs().between(0, 3)),
            Tuple.of(6, Arbitraries.longs().between(1, 60)),
            Tuple.of(1, Arbitraries.longs().between(0, 5_000)))
        .array(long[].class)
        .ofMinSize(1)
        .ofMaxSize(400);
  }

  private static TokenCounts counts(long[] lines, int ranges) {
    TokenCounts counts = new TokenCounts(lines.length, ranges);
    for (int position = 0; position < lines.length; position++) {
      counts.add(position, lines[position]);
    }
    return counts;
  }

  private static long sum(long[] lines, long from, long to) {
    return LongStream.range(from, to).map(position -> lines[(int) position]).sum();
  }

  @Property(tries = 2000)
  void cuts_anyLines_giveEachShardOneAndMissNone(
      @ForAll("lines") long[] lines,
      @ForAll @IntRange(max = 400) int any,
      @ForAll @IntRange(min = 1, max = 500) int ranges) {
    int shards = 1 + any % lines.length;

    Cuts cuts = counts(lines, ranges).cuts(shards);

    assertThat(cuts.parts()).isEqualTo(shards);
    assertThat(cuts.start(0)).isZero();
    assertThat(cuts.start(shards)).isEqualTo(lines.length);
    for (int shard = 0; shard < shards; shard++) {
      assertThat(cuts.size(shard)).isPositive();
      assertThat(cuts.part(cuts.start(shard))).isEqualTo(shard);
      assertThat(cuts.part(cuts.start(shard + 1) - 1)).isEqualTo(shard);
    }
  }

  /** The guarantee that {@link TokenCounts} states, cut by cut, and so for every shard. */
  @Property(tries = 2000)
  void cuts_noRangeWithAShardsTokens_areAsNearToTheIdealAsPromised(
      @ForAll("lines") long[] lines,
      @ForAll @IntRange(max = 1000) int any,
      @ForAll @IntRange(min = 1, max = 500) int most) {
    int ranges = Math.min(lines.length, most);
    EvenCuts ofRanges = new EvenCuts(lines.length, ranges);
    long[] tokens =
        IntStream.range(0, ranges)
            .mapToLong(range -> sum(lines, ofRanges.start(range), ofRanges.start(range + 1)))
            .toArray();
    long total = LongStream.of(tokens).sum();
    long largest = LongStream.of(tokens).max().getAsLong();
    if (total == largest) {
      return;
    }
    int shards = 1 + any % Math.toIntExact((total - 1) / largest);

    Cuts cuts = counts(lines, most).cuts(shards);

    for (int shard = 1; shard < shards; shard++) {
      long ideal = shard * total; // All in parts of 1/shards of a token.
      long before = shards * sum(lines, 0, cuts.start(shard));
      int range = 0;
      while (shards * sum(lines, 0, ofRanges.start(range + 1)) <= ideal) {
        range++;
      }
      long off = Math.abs(before - ideal);
      if (ranges == lines.length) {
        assertThat(2 * off).isLessThanOrEqualTo(shards * tokens[range]);
      } else {
        assertThat(off).isLessThanOrEqualTo(shards * tokens[range]);
      }
    }
  }

  /** What the order of lines gives a large table, far below what is promised in any case. */
  @Test
  void cuts_largeTableInRandomOrder_areWithinTheTokensOfAFewLines() {
    Random random = new Random(1);
    long[] lines = random.longs(300_000, 1, 60).toArray();

    Cuts cuts = counts(lines, 1000).cuts(16);

    long ideal = LongStream.of(lines).sum() / 16;
    for (int shard = 0; shard < 16; shard++) {
      long tokens = sum(lines, cuts.start(shard), cuts.start(shard + 1));
      assertThat(Math.abs(tokens - ideal)).isLessThan(20 * 60); // A range has 300 lines.
    }
  }

  @Test
  void cuts_knownLines_areAtTheNearerEnd() {
    long[] lines = {1, 1, 1, 9, 1, 1, 1, 1, 0, 4};
    assertThat(ListedCuts.startsOf(counts(lines, 100).cuts(2))).containsExactly(0L, 4L, 10L);
    assertThat(ListedCuts.startsOf(counts(lines, 100).cuts(4)))
        .containsExactly(0L, 3L, 4L, 7L, 10L);
  }

  @Test
  void cuts_oneLineWithNearlyAllTokens_giveTheOthersALineAtLeast() {
    long[] lines = {1, 1, 1, 1_000, 1, 1};
    assertThat(ListedCuts.startsOf(counts(lines, 100).cuts(4))).containsExactly(0L, 3L, 4L, 5L, 6L);
    assertThat(ListedCuts.startsOf(counts(new long[] {1_000, 1, 1, 1}, 100).cuts(3)))
        .containsExactly(0L, 1L, 2L, 4L);
  }

  @Test
  void cuts_noTokens_areOfEquallyManyLines() {
    assertThat(ListedCuts.startsOf(counts(new long[7], 100).cuts(3)))
        .containsExactly(0L, 2L, 4L, 7L);
    assertThat(ListedCuts.startsOf(new TokenCounts(0).cuts(1))).containsExactly(0L, 0L);
  }

  @Test
  void cuts_moreShardsThanRanges_areAllMade() {
    TokenCounts counts = new TokenCounts(1 << 20);
    IntStream.range(0, 1 << 20).forEach(position -> counts.add(position, 3));

    Cuts cuts = counts.cuts(ShardSize.MAX_SHARDS);

    for (int shard = 0; shard < ShardSize.MAX_SHARDS; shard++) {
      assertThat(cuts.size(shard)).isBetween(10L, 11L);
    }
  }

  @Test
  void cuts_asManyTokensAsALongHolds_doNotOverflow() {
    TokenCounts counts = new TokenCounts(1L << 40);
    long each = Long.MAX_VALUE / TokenCounts.MAX_RANGES;
    IntStream.range(0, TokenCounts.MAX_RANGES).forEach(range -> counts.addTo(range, each));

    Cuts cuts = counts.cuts(ShardSize.MAX_SHARDS);

    for (int shard : List.of(1, 2, 49_999, 50_000, 99_999)) {
      long ideal =
          BigInteger.ONE
              .shiftLeft(40)
              .multiply(BigInteger.valueOf(shard))
              .divide(BigInteger.valueOf(ShardSize.MAX_SHARDS))
              .longValueExact();
      assertThat(cuts.start(shard)).isBetween(ideal - 1, ideal + 1);
    }
  }

  @Test
  void add_countsOfParts_isTheirSum() {
    long[] lines = new Random(2).longs(1000, 0, 9).toArray();
    TokenCounts all = new TokenCounts(1000, 64);
    for (int part = 3; part >= 0; part--) {
      TokenCounts some = new TokenCounts(1000, 64);
      for (int position = part; position < 1000; position += 4) {
        some.add(position, lines[position]);
      }
      all.add(some);
    }

    assertThat(all.total()).isEqualTo(LongStream.of(lines).sum());
    assertThat(ListedCuts.startsOf(all.cuts(7)))
        .isEqualTo(ListedCuts.startsOf(counts(lines, 64).cuts(7)));
  }
}

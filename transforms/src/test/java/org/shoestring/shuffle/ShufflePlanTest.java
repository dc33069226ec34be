package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShufflePlanTest {
  private static final Seed SEED = Seed.of(1);

  @Property(tries = 300)
  void bucket_everyPosition_isOneOfItsShardsGroup(
      @ForAll @IntRange(min = 1, max = 400) int lines,
      @ForAll @IntRange(max = 400) int any,
      @ForAll @IntRange(min = 1, max = 30) int max,
      @ForAll @IntRange(min = 1, max = 50) int bucketBytes) {
    int shards = 1 + any % lines;
    Permutation permutation = Permutation.of(lines, SEED, "test");
    ShufflePlan plan = ShufflePlan.of(permutation, shards, 10L * lines, bucketBytes, max);

    check(plan, lines, shards);
    assertThat(plan.buckets().count()).isLessThanOrEqualTo(Math.max(max, 1));
  }

  /** All cuts against the positions one by one. */
  private static void check(ShufflePlan plan, int lines, int shards) {
    Buckets buckets = plan.buckets();
    assertThat(plan.firstShard(0)).isZero();
    assertThat(plan.firstShard(buckets.groups())).isEqualTo(shards);
    long next = 0;
    for (int bucket = 0; bucket < buckets.count(); bucket++) {
      assertThat(plan.bucketStart(bucket)).isEqualTo(next);
      int group = buckets.group(bucket);
      for (int i = 0; i < plan.bucketSize(bucket); i++) {
        assertThat(plan.bucket(next)).isEqualTo(bucket);
        assertThat(plan.shard(next))
            .isBetween(plan.firstShard(group), plan.firstShard(group + 1) - 1);
        next++;
      }
    }
    assertThat(next).isEqualTo(lines);
    for (int shard = 0; shard < shards; shard++) {
      assertThat(plan.shards().size(shard)).isBetween((long) lines / shards, lines / shards + 1L);
    }
  }

  @Test
  void of_moreThan128Shards_makesGroupsOfNeighbours() {
    ShufflePlan plan = ShufflePlan.of(10_000, 100_000, 5000, SEED);

    assertThat(plan.buckets()).isEqualTo(new Buckets(128, 1));
    check(plan, 10_000, 5000);
  }

  @Test
  void of_bytes_makesBucketsThatFitIntoMemory() {
    assertThat(ShufflePlan.of(1000, 1 << 20, 8, SEED).buckets()).isEqualTo(new Buckets(8, 1));
    assertThat(ShufflePlan.of(1000, 8 * (40L << 20), 8, SEED).buckets())
        .isEqualTo(new Buckets(8, 3));
    assertThat(ShufflePlan.of(1000, 1000 * (64L << 20), 1000, SEED).buckets())
        .isEqualTo(new Buckets(128, 32));
    assertThat(ShufflePlan.of(1L << 40, 1L << 50, 1000, SEED).buckets())
        .isEqualTo(new Buckets(1000, 4));
  }

  @Test
  void of_noLines_isOneGroupOfOneEmptyShard() {
    ShufflePlan plan = ShufflePlan.of(0, 0, 1, SEED);

    assertThat(plan.buckets()).isEqualTo(new Buckets(1, 1));
    assertThat(List.of(plan.firstShard(0), plan.firstShard(1))).containsExactly(0, 1);
    assertThat(plan.bucketSize(0)).isZero();
    assertThat(plan.shards().size(0)).isZero();
  }

  @Test
  void line_ofPosition_isTheLineThatGoesThere() {
    ShufflePlan plan = ShufflePlan.of(100, 1000, 3, SEED);

    for (long line = 0; line < 100; line++) {
      assertThat(plan.line(plan.position(line))).isEqualTo(line);
    }
  }
}

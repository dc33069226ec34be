package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  private static final Seed SEED = Seed.of(1);

  @Test
  void at_anySizeUpTo2100_isABijectionWithItsInverse() {
    for (int size = 0; size <= 2100; size++) {
      Permutation permutation = Permutation.of(size, SEED, "test");
      boolean[] taken = new boolean[size];
      boolean good = true;
      for (int number = 0; number < size; number++) {
        int position = (int) permutation.at(number);
        good &= !taken[position] && permutation.inverse(position) == number;
        taken[position] = true;
      }
      assertThat(good).as("size %d", size).isTrue();
    }
  }

  @Property(tries = 1000)
  void inverse_anySizeAndSeed_findsTheNumber(
      @ForAll("sizes") long size, @ForAll long seed, @ForAll long any) {
    Permutation permutation = Permutation.of(size, Seed.of(seed), "test");
    long number = Math.floorMod(any, size);

    long position = permutation.at(number);

    assertThat(position).isBetween(0L, size - 1);
    assertThat(permutation.inverse(position)).isEqualTo(number);
    assertThat(permutation.at(permutation.inverse(number))).isEqualTo(number);
  }

  @Provide
  Arbitrary<Long> sizes() {
    Arbitrary<Long> aroundPowers =
        Arbitraries.integers()
            .between(0, 40)
            .flatMap(bits -> Arbitraries.of(-1L, 0L, 1L).map(off -> (1L << bits) + off))
            .filter(size -> size > 0 && size <= Permutation.MAX_SIZE);
    return Arbitraries.oneOf(Arbitraries.longs().between(1, Permutation.MAX_SIZE), aroundPowers);
  }

  @Test
  void at_otherSeedUseOrSize_goesElsewhere() {
    long[] here = first(Permutation.of(1000, SEED, "test"));

    assertThat(first(Permutation.of(1000, SEED, "test"))).isEqualTo(here);
    assertThat(first(Permutation.of(1000, Seed.of(2), "test"))).isNotEqualTo(here);
    assertThat(first(Permutation.of(1000, Seed.of(-1), "test"))).isNotEqualTo(here);
    assertThat(first(Permutation.of(1000, SEED, "tes"))).isNotEqualTo(here);
    assertThat(first(Permutation.of(1001, SEED, "test"))).isNotEqualTo(here);
  }

  /** Whoever changes these changes {@link Permutation#VERSION} too, else keys would lie. */
  @Test
  void at_versionOne_isFrozen() {
    assertThat(Permutation.VERSION).isEqualTo(1);
    assertThat(LongStream.range(0, 10).map(Permutation.of(10, SEED, "shard")::at).toArray())
        .containsExactly(2, 7, 3, 0, 9, 8, 5, 6, 4, 1);
    assertThat(first(Permutation.of(1000, Seed.of(42), "shard")))
        .containsExactly(381, 476, 77, 626, 736, 543);
    assertThat(first(Permutation.of(Permutation.MAX_SIZE, Seed.of(-7), "split")))
        .containsExactly(
            786891371409L,
            699350741774L,
            520361256241L,
            397185259904L,
            485461399199L,
            225638609630L);
  }

  private static long[] first(Permutation permutation) {
    return LongStream.range(0, 6).map(permutation::at).toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Permutation.MAX_SIZE + 1, Long.MIN_VALUE})
  void of_sizeOutOfRange_isRefused(long size) {
    assertThatThrownBy(() -> Permutation.of(size, SEED, "test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("can shuffle up to 1099511627776 lines, but there are " + size);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 5, Long.MAX_VALUE})
  void at_numberOutOfRange_isRefused(long number) {
    Permutation permutation = Permutation.of(5, SEED, "test");

    assertThatThrownBy(() -> permutation.at(number)).hasMessage(number + " of 5");
    assertThatThrownBy(() -> permutation.inverse(number)).hasMessage(number + " of 5");
  }
}

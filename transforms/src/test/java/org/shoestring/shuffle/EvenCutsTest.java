package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvenCutsTest {

  @Test
  void part_everyPositionOfSmallTotals_isThePartThatHoldsIt() {
    for (int total = 0; total <= 60; total++) {
      for (int parts = 1; parts <= 70; parts++) {
        EvenCuts cuts = new EvenCuts(total, parts);
        int position = 0;
        for (int part = 0; part < parts; part++) {
          assertThat(cuts.start(part)).isEqualTo(position);
          assertThat(cuts.size(part)).isBetween((long) total / parts, (total + parts - 1L) / parts);
          for (int i = 0; i < cuts.size(part); i++) {
            assertThat(cuts.part(position++)).isEqualTo(part);
          }
        }
        assertThat(position).isEqualTo(total);
        assertThat(cuts.start(parts)).isEqualTo(total);
      }
    }
  }

  @Property(tries = 3000)
  void part_anyTotal_isInverseOfStart(
      @ForAll @LongRange(min = 1, max = Permutation.MAX_SIZE) long total,
      @ForAll @IntRange(min = 1, max = 1 << 22) int parts,
      @ForAll @IntRange(min = 0, max = 1 << 22) int any) {
    EvenCuts cuts = new EvenCuts(total, parts);
    int part = any % parts;

    assertThat(cuts.size(part)).isBetween(total / parts, (total + parts - 1) / parts);
    if (cuts.size(part) > 0) {
      assertThat(cuts.part(cuts.start(part))).isEqualTo(part);
      assertThat(cuts.part(cuts.start(part + 1) - 1)).isEqualTo(part);
    }
  }

  @Test
  void part_largestTotalInMostParts_doesNotOverflow() {
    EvenCuts cuts = new EvenCuts(1L << 40, 1 << 22);

    assertThat(cuts.start(1 << 22)).isEqualTo(1L << 40);
    assertThat(cuts.part((1L << 40) - 1)).isEqualTo((1 << 22) - 1);
    assertThat(cuts.size((1 << 22) - 1)).isEqualTo(1 << 18);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "1099511627777, 1", "5, 0", "5, -1", "5, 4194305"})
  void new_outOfRange_isRefused(long total, int parts) {
    assertThatThrownBy(() -> new EvenCuts(total, parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(total + " in " + parts + " parts");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 0",
    "1, 3, 1",
    "3, 3, 1",
    "4, 3, 2",
    "9223372036854775807, 2, 4611686018427387904"
  })
  void ceilDiv_anyCount_roundsUp(long count, long size, long parts) {
    assertThat(EvenCuts.ceilDiv(count, size)).isEqualTo(parts);
  }
}

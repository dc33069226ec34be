package org.shoestring.shuffle.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AllotmentTest {

  @Test
  void of_evenShares_areExact() {
    assertThat(Allotment.of(new long[] {80, 20}, new long[] {90, 5, 5}))
        .isDeepEqualTo(new long[][] {{72, 4, 4}, {18, 1, 1}});
  }

  @Test
  void of_rowsOfOne_goWhereMostOfAllGoes() {
    assertThat(Allotment.of(new long[] {1, 98, 1}, new long[] {80, 10, 10}))
        .isDeepEqualTo(new long[][] {{1, 0, 0}, {78, 10, 10}, {1, 0, 0}});
  }

  @Test
  void of_onlyRowsOfOne_fillsColumnsWithTheFirstRows() {
    assertThat(Allotment.of(new long[] {1, 1, 1, 1}, new long[] {2, 1, 1}))
        .isDeepEqualTo(new long[][] {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  }

  @Test
  void of_nothing_isNothing() {
    assertThat(Allotment.of(new long[0], new long[] {0, 0})).isEmpty();
    assertThat(Allotment.of(new long[] {0}, new long[] {0, 0}))
        .isDeepEqualTo(new long[][] {{0, 0}});
  }

  @Test
  void of_otherSums_fails() {
    assertThatThrownBy(() -> Allotment.of(new long[] {3}, new long[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The greedy first pass leaves something to bring in along paths in some of the tries. */
  @Property
  void of_anyTotals_areSharesRoundedDownOrUpWithExactSums(
      @ForAll @Size(min = 1, max = 8) List<@LongRange(max = 20) Long> rowTotals,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 9) Integer> weights) {
    long[] rows = rowTotals.stream().mapToLong(total -> total).toArray();
    checkAllotment(rows, columns(LongStream.of(rows).sum(), weights));
  }

  @Property(tries = 20)
  void of_hugeTotals_areSharesRoundedDownOrUpWithExactSums(
      @ForAll @Size(min = 1, max = 8) List<@LongRange(max = 1L << 37) Long> rowTotals,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 9) Integer> weights) {
    long[] rows = rowTotals.stream().mapToLong(total -> total).toArray();
    checkAllotment(rows, columns(LongStream.of(rows).sum(), weights));
  }

  @Test
  void of_asManyLabelsAndPartsAsThereCanBe_takesSeconds() {
    long[] rows = IntStream.range(0, LabelIds.MAX_LABELS).mapToLong(i -> 1 + i % 7).toArray();
    List<Integer> weights =
        IntStream.range(0, Parts.MAX_PARTS).map(i -> 1 + i % 9).boxed().toList();
    long start = System.nanoTime();
    checkAllotment(rows, columns(LongStream.of(rows).sum(), weights));
    assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
  }

  private static long[] columns(long all, List<Integer> weights) {
    long[] columns = new long[weights.size()];
    long sum = Math.max(1, weights.stream().mapToLong(weight -> weight).sum());
    for (int i = 0; i < columns.length; i++) {
      columns[i] = all / sum * weights.get(i);
    }
    columns[0] += all - LongStream.of(columns).sum();
    return columns;
  }

  private static void checkAllotment(long[] rows, long[] columns) {
    long[][] cells = Allotment.of(rows, columns);
    long all = LongStream.of(rows).sum();
    for (int row = 0; row < rows.length; row++) {
      assertThat(LongStream.of(cells[row]).sum()).isEqualTo(rows[row]);
      for (int column = 0; column < columns.length; column++) {
        double share = all == 0 ? 0 : (double) rows[row] * columns[column] / all;
        assertThat(cells[row][column])
            .isBetween((long) Math.floor(share - 1e-3), (long) Math.ceil(share + 1e-3));
      }
    }
    for (int column = 0; column < columns.length; column++) {
      int at = column;
      assertThat(Arrays.stream(cells).mapToLong(row -> row[at]).sum()).isEqualTo(columns[column]);
    }
  }
}

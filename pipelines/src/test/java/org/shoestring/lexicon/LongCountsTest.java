package org.shoestring.lexicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LongCountsTest {

  @Property
  void increment_withinTheLimit_countsExactly(
      @ForAll List<@LongRange(min = 0, max = Long.MAX_VALUE) Long> keys) {
    LongCounts counts = new LongCounts(1_000_000);
    TreeMap<Long, Integer> expected = new TreeMap<>();
    for (long key : keys) {
      counts.increment(key);
      expected.merge(key, 1, Integer::sum);
    }
    assertThat(counts.sortedKeys()).containsExactly(expected.keySet().toArray(Long[]::new));
    expected.forEach((key, count) -> assertThat(counts.count(key)).isEqualTo(count));
    assertThat(counts.forgotten()).isZero();
  }

  @Test
  void increment_beyondTheLimit_forgetsTheRarestAndTells() {
    LongCounts counts = new LongCounts(5_000);
    for (int round = 0; round < 3; round++) {
      for (long key = 0; key < 1_000; key++) {
        counts.increment(key);
      }
    }
    for (long key = 1_000; key < 20_000; key++) {
      counts.increment(key);
    }
    assertThat(counts.forgotten()).isEqualTo(1);
    assertThat(counts.sortedKeys().length).isLessThanOrEqualTo(5_000);
    assertThat(counts.count(0)).isEqualTo(3);
    assertThat(counts.count(999)).isEqualTo(3);
    assertThat(counts.count(1_000)).isZero();
  }

  @Test
  void key_twoNumbers_givesThemBack() {
    long key = LongCounts.key(7, Integer.MAX_VALUE);
    assertThat(LongCounts.first(key)).isEqualTo(7);
    assertThat(LongCounts.second(key)).isEqualTo(Integer.MAX_VALUE);
  }
}

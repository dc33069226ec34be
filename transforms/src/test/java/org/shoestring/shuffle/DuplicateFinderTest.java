package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DuplicateFinderTest {

  /** What a line repeats whose hash are these two numbers. */
  private static long first(DuplicateFinder finder, long id, long high, long low) {
    byte[] bytes = ByteBuffer.allocate(19).putLong(3, high).putLong(11, low).array();
    return finder.firstOf(id, bytes, 3);
  }

  @Property(tries = 300)
  void firstOf_anyLines_areThoseOfAMap(
      @ForAll long seed,
      @ForAll @IntRange(max = 3000) int lines,
      @ForAll @IntRange(min = 1, max = 4000) int different) {
    Random random = new Random(seed);
    Map<Integer, Long> firsts = new HashMap<>();
    DuplicateFinder finder = new DuplicateFinder(10);
    for (long id = 0; id < lines; id++) {
      int text = random.nextInt(different);
      Long before = firsts.putIfAbsent(text, id);
      // Few low bits, so that many fall into one slot.
      assertThat(first(finder, id, text / 8, text % 8))
          .isEqualTo(before == null ? DuplicateFinder.NONE : before);
    }
  }

  @Test
  void firstOf_hashesEqualInOneHalf_areDifferent() {
    DuplicateFinder finder = new DuplicateFinder(10);

    assertThat(first(finder, 1, 5, 6)).isEqualTo(DuplicateFinder.NONE);
    assertThat(first(finder, 2, 5, 7)).isEqualTo(DuplicateFinder.NONE);
    assertThat(first(finder, 3, 4, 6)).isEqualTo(DuplicateFinder.NONE);
    assertThat(first(finder, 4, 0, 0)).isEqualTo(DuplicateFinder.NONE);
    assertThat(first(finder, 5, -1, -1)).isEqualTo(DuplicateFinder.NONE);
    assertThat(first(finder, 6, 5, 6)).isEqualTo(1);
    assertThat(first(finder, 7, 0, 0)).isEqualTo(4);
  }

  @Test
  void firstOf_allEqual_repeatTheFirst() {
    DuplicateFinder finder = new DuplicateFinder(10);
    assertThat(first(finder, LineId.of(1, 1), 7, 7)).isEqualTo(DuplicateFinder.NONE);
    for (int i = 2; i < 5000; i++) {
      assertThat(first(finder, LineId.of(i, 0), 7, 7)).isEqualTo(LineId.of(1, 1));
    }
  }

  @Test
  void firstOf_notInOrder_isRefused() {
    DuplicateFinder finder = new DuplicateFinder(10);
    first(finder, 3, 1, 1);

    assertThatThrownBy(() -> first(finder, 3, 2, 2)).hasMessage("line 3 came after line 3");
  }
}

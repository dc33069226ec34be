package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DuplicateFinderTest {

  private static Map<Long, Long> find(DuplicateFinder finder) throws IOException {
    Map<Long, Long> found = new TreeMap<>();
    finder.find((id, first) -> assertThat(found.put(id, first)).isNull());
    return found;
  }

  /** Adds a line whose hash are these two numbers. */
  private static void add(DuplicateFinder finder, long id, long high, long low) {
    byte[] bytes = ByteBuffer.allocate(19).putLong(3, high).putLong(11, low).array();
    finder.add(id, bytes, 3);
  }

  @Property(tries = 300)
  void find_anyLinesInAnyOrder_areThoseOfAMap(
      @ForAll long seed,
      @ForAll @IntRange(max = 3000) int lines,
      @ForAll @IntRange(min = 1, max = 4000) int different)
      throws IOException {
    Random random = new Random(seed);
    Map<Integer, Long> first = new HashMap<>();
    Map<Long, Long> expected = new TreeMap<>();
    List<long[]> all = new ArrayList<>();
    for (long id = 0; id < lines; id++) {
      int text = random.nextInt(different);
      Long before = first.putIfAbsent(text, id);
      if (before != null) {
        expected.put(id, before);
      }
      // Few low bits, so that many fall into one slot.
      all.add(new long[] {id, text / 8, text % 8});
    }
    Collections.shuffle(all, random);
    DuplicateFinder finder = new DuplicateFinder();
    all.forEach(line -> add(finder, line[0], line[1], line[2]));

    assertThat(find(finder)).isEqualTo(expected);
  }

  @Test
  void find_nothing_findsNothing() throws IOException {
    assertThat(find(new DuplicateFinder())).isEmpty();
  }

  @Test
  void find_hashesEqualInOneHalf_areDifferent() throws IOException {
    DuplicateFinder finder = new DuplicateFinder();
    add(finder, 1, 5, 6);
    add(finder, 2, 5, 7);
    add(finder, 3, 4, 6);
    add(finder, 4, 0, 0);
    add(finder, 5, -1, -1);
    add(finder, 6, 5, 6);

    assertThat(find(finder)).isEqualTo(Map.of(6L, 1L));
  }

  @Test
  void find_allEqual_repeatTheFirst() throws IOException {
    DuplicateFinder finder = new DuplicateFinder();
    for (long id = 5000; id > 0; id--) {
      add(finder, LineId.of((int) id, id), 7, 7);
    }

    assertThat(find(finder))
        .hasSize(4999)
        .doesNotContainKey(LineId.of(1, 1))
        .allSatisfy((id, first) -> assertThat(first).isEqualTo(LineId.of(1, 1)));
  }
}

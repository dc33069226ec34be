package org.shoestring.shuffle.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RangesTest {

  @Property
  void part_anySizes_countsThemOut(
      @ForAll @Size(min = 1, max = 7) List<@IntRange(max = 3) Integer> sizes) {
    int[] order = new int[sizes.size()];
    long[] byPart = new long[sizes.size()];
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      order[i] = order.length - 1 - i;
      byPart[order[i]] = sizes.get(i);
      for (int j = 0; j < sizes.get(i); j++) {
        expected.add(order[i]);
      }
    }
    Ranges ranges = new Ranges(order, byPart);
    for (int number = 0; number < expected.size(); number++) {
      assertThat(ranges.part(number)).isEqualTo(expected.get(number));
    }
  }
}

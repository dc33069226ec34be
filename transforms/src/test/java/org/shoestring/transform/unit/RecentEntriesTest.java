package org.shoestring.transform.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {

  @Test
  void put_oneTooMany_dropsTheOneThatWasNotUsedForLongest() {
    RecentEntries<Integer, String> entries = new RecentEntries<>();
    IntStream.range(0, RecentEntries.MOST).forEach(i -> entries.put(i, "value"));

    assertThat(entries.get(0)).isEqualTo("value");
    assertThat(entries.computeIfAbsent(1, absent -> "another")).isEqualTo("value");
    entries.put(RecentEntries.MOST, "value");

    assertThat(entries).hasSize(RecentEntries.MOST).containsKeys(0, 1, 3, RecentEntries.MOST);
    assertThat(entries).doesNotContainKey(2);
  }
}

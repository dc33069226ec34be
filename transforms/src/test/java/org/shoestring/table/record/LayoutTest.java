package org.shoestring.table.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
  /** Empty shards first, between and last; a place that is missing, as of rejects. */
  private static final Layout LAYOUT =
      Layout.of(List.of(entry(6, 0), entry(1, 3), entry(3, 0), entry(0, 0), entry(4, 2)));

  private static Layout.Entry entry(int place, long lines) {
    return new Layout.Entry(place, lines, 10 * lines);
  }

  @Test
  void of_entriesInAnyOrder_addsUp() {
    assertThat(LAYOUT.entries())
        .containsExactly(entry(0, 0), entry(1, 3), entry(3, 0), entry(4, 2), entry(6, 0));
    assertThat(LAYOUT.lines()).isEqualTo(5);
    assertThat(LAYOUT.raw()).isEqualTo(50);
    assertThat(LAYOUT.shards()).isEqualTo(5);
    assertThat(LAYOUT.endPlace()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "3, 3", "4, 3", "6, 5"})
  void firstLine_ofPlace_isTheLinesBefore(int place, long line) {
    assertThat(LAYOUT.firstLine(place)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 1", "3, 4", "4, 4"})
  void placeOf_line_isTheShardThatHasIt(long line, int place) {
    assertThat(LAYOUT.placeOf(line)).isEqualTo(place);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 5})
  void placeOf_noSuchLine_isRefused(long line) {
    assertThatThrownBy(() -> LAYOUT.placeOf(line)).hasMessage("line " + line + " of 5");
  }

  @Test
  void firstLine_noSuchPlace_isRefused() {
    assertThatThrownBy(() -> LAYOUT.firstLine(2)).hasMessage("no shard at place 2");
  }

  @Test
  void layout_sentToAWorker_isTheSameInFewBytes() {
    assertThat(SerializableUtils.clone(LAYOUT).entries()).isEqualTo(LAYOUT.entries());
    List<Layout.Entry> many = IntStream.range(0, 10_000).mapToObj(i -> entry(i, 1000 + i)).toList();
    assertThat(SerializableUtils.serializeToByteArray(Layout.of(many)).length)
        .isLessThan(10_000 * (4 + 8 + 8) + 1000);
  }

  @Test
  void of_nothing_isEmpty() {
    Layout layout = Layout.of(List.of());

    assertThat(layout.lines()).isZero();
    assertThat(layout.shards()).isZero();
    assertThat(layout.endPlace()).isZero();
  }

  @Test
  void of_twoShardsAtOnePlace_isRefused() {
    assertThatThrownBy(() -> Layout.of(List.of(entry(2, 1), entry(2, 1))))
        .hasMessage("two shards at place 2");
  }
}

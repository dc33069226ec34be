package org.shoestring.shuffle.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.TsvRow;

class LabelCountsTest {
  private static final Split SPLIT = Splits.by(By.LABEL, "a=rest", "x", "y");

  private static LabelCounts shard(int place, String... labels) {
    LabelCounts.OfShard counts = new LabelCounts.OfShard(SPLIT, 1);
    for (String label : labels) {
      counts.add(TsvRow.of("text", label));
    }
    return counts.finish(place);
  }

  private static Map<String, Long> named(LabelCounts counts, long[] numbers) {
    Map<String, Long> named = new HashMap<>();
    for (int id = 0; id < numbers.length; id++) {
      named.put(counts.labels().get(id), numbers[id]);
    }
    return named;
  }

  @Test
  void add_shardsInAnyOrder_countsBeforeEachAndInAll() throws Exception {
    LabelCounts first = shard(0, "b", "a", "b");
    LabelCounts second = shard(1);
    LabelCounts third = shard(2, "c", "a", "", "a");
    for (List<LabelCounts> order :
        List.of(List.of(first, second, third), List.of(third, first, second))) {
      LabelCounts added = LabelCounts.none();
      order.forEach(counts -> added.add(counts, SPLIT));
      LabelCounts all =
          CoderUtils.decodeFromByteArray(
              LabelCountsCoder.of(), CoderUtils.encodeToByteArray(LabelCountsCoder.of(), added));
      assertThat(named(all, all.totals())).isEqualTo(Map.of("a", 3L, "b", 2L, "c", 1L, "", 1L));
      assertThat(named(all, all.before(2))).isEqualTo(Map.of("a", 1L, "b", 2L, "c", 0L, "", 0L));
      assertThat(all.before(0)).containsOnly(0);
    }
    assertThat(named(first, first.totals())).isEqualTo(Map.of("a", 1L, "b", 2L));
  }

  @Test
  void label_severalColumns_areJoinedByTabs() {
    assertThat(LabelCounts.label(TsvRow.of("a", "b", "c"), 2, 0)).isEqualTo("c\ta");
  }

  @Test
  void add_asManyLabelsAsAllowed_isDone() {
    LabelCounts.OfShard counts = new LabelCounts.OfShard(SPLIT, 0);
    for (int i = 0; i < LabelCounts.MAX_LABELS; i++) {
      counts.add(TsvRow.of("label " + i));
    }
    assertThat(counts.finish(0).totals()).hasSize(LabelCounts.MAX_LABELS).containsOnly(1);
  }

  @Test
  void add_oneLabelMore_namesTheColumns() {
    String message =
        "into: x + y has more than 10000 different labels; split by hash instead, which has no"
            + " such limit";
    LabelCounts.OfShard counts = new LabelCounts.OfShard(SPLIT, 0);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= LabelCounts.MAX_LABELS; i++) {
                counts.add(TsvRow.of("label " + i));
              }
              counts.finish(0);
            })
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
    LabelCounts all = LabelCounts.none();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= LabelCounts.MAX_LABELS; i++) {
                all.add(shard(i, "label " + i), SPLIT);
              }
            })
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void add_longLabels_areRefusedBeforeTheyFillTheMemory() {
    String half = "x".repeat(LabelCounts.MAX_CHARACTERS / 2);
    LabelCounts.OfShard counts = new LabelCounts.OfShard(SPLIT, 0);
    counts.add(TsvRow.of(half));
    counts.add(TsvRow.of(half));
    counts.add(TsvRow.of("y".repeat(LabelCounts.MAX_CHARACTERS / 2)));
    assertThatThrownBy(() -> counts.add(TsvRow.of("z")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: x + y has labels of more than 4194304 characters together; split by hash"
                + " instead, which has no such limit");
  }

  @Test
  void add_manyLabelsInManyShards_areRefusedBeforeTheyFillTheMemory() {
    String[] labels = new String[LabelCounts.MAX_LABELS];
    Arrays.setAll(labels, i -> "label " + i);
    LabelCounts one = shard(0, labels);
    byte[] packed = Objects.requireNonNull(one.packed().get(0));
    int most = LabelCounts.MAX_BYTES / packed.length;
    LabelCounts all = LabelCounts.none();
    all.add(LabelCounts.of(one.labels(), places(most, packed)), SPLIT);
    assertThat(all.packed()).hasSize(most);
    LabelCounts more = LabelCounts.of(one.labels(), places(most + 1, packed));
    assertThatThrownBy(() -> LabelCounts.none().add(more, SPLIT))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("too many labels for so many shards");
  }

  private static Map<Integer, byte[]> places(int count, byte[] packed) {
    Map<Integer, byte[]> places = new HashMap<>();
    for (int place = 0; place < count; place++) {
      places.put(place, packed);
    }
    return places;
  }
}

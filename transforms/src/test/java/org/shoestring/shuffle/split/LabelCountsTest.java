package org.shoestring.shuffle.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.TsvRow;

class LabelCountsTest {
  private static final Split SPLIT = Splits.by(By.LABEL, "a=rest", "x", "y");

  private static Map<String, Long> named(LabelCounts counts, long[] numbers) {
    Map<String, Long> named = new HashMap<>();
    for (int id = 0; id < numbers.length; id++) {
      named.put(counts.labels().get(id), numbers[id]);
    }
    return named;
  }

  @Test
  void shardLabels_linesOfAShard_areCountedByLabel() throws Exception {
    ShardLabels labels = new ShardLabels(SPLIT, 1);
    for (String label : new String[] {"b", "", "b"}) {
      labels.add(TsvRow.of("text", label));
    }
    Map<String, Long> found = new LinkedHashMap<>();
    labels.forEach(found::put);
    assertThat(found).containsExactly(Map.entry("b", 2L), Map.entry("", 1L));
  }

  @Test
  void starts_shardsOneAfterAnother_areThoseBeforeEach() throws Exception {
    LabelCounts.Builder builder = new LabelCounts.Builder(SPLIT);
    builder.add(0, "b", 2);
    builder.add(0, "a", 1);
    builder.add(2, "c", 1);
    builder.add(2, "a", 300);
    builder.add(2, "", 1);
    LabelCounts all =
        CoderUtils.decodeFromByteArray(
            LabelCountsCoder.of(),
            CoderUtils.encodeToByteArray(LabelCountsCoder.of(), builder.finish()));
    assertThat(named(all, all.totals())).isEqualTo(Map.of("a", 301L, "b", 2L, "c", 1L, "", 1L));
    LabelStarts starts = new LabelStarts(all);
    assertThat(starts.at(0)).hasSize(4).containsOnly(0);
    Map<String, Long> first = Map.of("a", 1L, "b", 2L, "c", 0L, "", 0L);
    assertThat(named(all, starts.at(1))).isEqualTo(first);
    assertThat(named(all, starts.at(2))).isEqualTo(first);
    assertThat(starts.at(3)).isEqualTo(all.totals());
  }

  @Test
  void starts_moreShardsThanAreKept_areThoseBeforeEach() {
    int shards = 1000;
    LabelCounts.Builder builder = new LabelCounts.Builder(SPLIT);
    for (int shard = 0; shard < shards; shard++) {
      builder.add(shard, "label " + shard % 7, shard);
    }
    LabelStarts starts = new LabelStarts(builder.finish());
    long[] before = new long[7];
    for (int shard = 0; shard < shards; shard++) {
      assertThat(starts.at(shard)).as("shard %d", shard).isEqualTo(before);
      before[shard % 7] += shard;
    }
  }

  @Test
  void add_anEarlierShard_isAnError() {
    LabelCounts.Builder builder = new LabelCounts.Builder(SPLIT);
    builder.add(1, "a", 1);
    assertThatThrownBy(() -> builder.add(0, "a", 1)).hasMessage("shard 0 comes after shard 1");
  }

  @Test
  void label_severalColumns_areJoinedByTabs() {
    assertThat(ShardLabels.label(TsvRow.of("a", "b", "c"), 2, 0)).isEqualTo("c\ta");
  }

  @Test
  void add_oneLabelMoreThanAllowed_namesTheColumns() {
    ShardLabels shard = new ShardLabels(SPLIT, 0);
    LabelCounts.Builder table = new LabelCounts.Builder(SPLIT);
    for (int i = 0; i < LabelIds.MAX_LABELS; i++) {
      shard.add(TsvRow.of("label " + i));
      table.add(i, "label " + i, 1);
    }
    assertThat(table.finish().totals()).hasSize(LabelIds.MAX_LABELS).containsOnly(1);
    String message =
        "into: x + y has more than 10000 different labels; split by hash instead, which has no"
            + " such limit";
    assertThatThrownBy(() -> shard.add(TsvRow.of("one more")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> table.add(LabelIds.MAX_LABELS, "one more", 1))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void add_longLabels_areRefusedBeforeTheyFillTheMemory() {
    String half = "x".repeat(LabelIds.MAX_CHARACTERS / 2);
    ShardLabels labels = new ShardLabels(SPLIT, 0);
    labels.add(TsvRow.of(half));
    labels.add(TsvRow.of(half));
    labels.add(TsvRow.of("y".repeat(LabelIds.MAX_CHARACTERS / 2)));
    assertThatThrownBy(() -> labels.add(TsvRow.of("z")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: x + y has labels of more than 4194304 characters together; split by hash"
                + " instead, which has no such limit");
  }

  @Test
  void add_manyLabelsInManyShards_areRefusedBeforeTheyFillTheMemory() {
    LabelCounts.Builder counts = new LabelCounts.Builder(SPLIT);
    counts.add(0, "label", 1);
    long large = 1L << 56; // In nine bytes, and two for the label and one line.
    int most = (LabelCounts.MAX_BYTES - 2) / 10;
    for (int shard = 1; shard <= most; shard++) {
      counts.add(shard, "label", large);
    }
    assertThatThrownBy(() -> counts.add(most + 1, "label", large))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("too many labels for so many shards");
  }
}

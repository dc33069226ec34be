package org.shoestring.metric.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.KeyCounts;

/** Counts by key as one field. */
class KeyCountsTextTest {

  private static String text(KeyCounts counts) {
    StringBuilder text = new StringBuilder();
    KeyCountsText.append(text, counts);
    return text.toString();
  }

  @Test
  void append_anyKeys_readsBackAsTheSame() {
    List<String> keys =
        List.of(
            "", " ", "%", "%41", "=", ",", "a\tb", "a=1,2 b=3", "é", "\u00a0", "\ud83d\ude00", "A");
    KeyCounts counts = new KeyCounts(2);
    for (int i = 0; i < keys.size(); i++) {
      counts.add(keys.get(i), 0, i + 1);
      counts.add(keys.get(i), 1, i / 8.0 - 1);
    }
    String text = text(counts);
    assertThat(text).doesNotContain("\t").doesNotContain("\n");

    KeyCounts read = new KeyCounts(2);
    KeyCountsText.add(text, read);

    assertThat(read.keys()).isEqualTo(counts.keys()).hasSize(keys.size());
    for (String key : keys) {
      assertThat(read.get(key, 0)).as(key).isEqualTo(counts.get(key, 0));
      assertThat(read.get(key, 1)).as(key).isEqualTo(counts.get(key, 1));
    }
    assertThat(text(read)).isEqualTo(text);
  }

  @Test
  void append_fewKeys_isReadable() {
    KeyCounts counts = new KeyCounts(3);
    counts.add("New York", 2, 1);
    counts.add("Berlin", 0, 1);
    assertThat(text(counts)).isEqualTo("Berlin=1,0,0 New%20York=0,0,1");
    assertThat(text(new KeyCounts(3))).isEmpty();
  }

  @Test
  void add_moreKeysThanMayBe_isBadData() {
    KeyCounts counts = new KeyCounts(1);
    for (int i = 0; i < KeyCounts.MOST_KEYS; i++) {
      counts.add("label " + i, 0, 1);
    }
    counts.add("label 0", 0, 1);
    assertThatThrownBy(() -> counts.add("one more", 0, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "'one more' would be label 10,001, but a metric can count 10,000 at most; is this"
                + " column the one with the labels? To compare other text, use the metric"
                + " exact-match");
  }
}

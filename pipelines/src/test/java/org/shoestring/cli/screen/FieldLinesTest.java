package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldLinesTest {
  private static final List<List<String>> ROWS =
      List.of(
          List.of("train", "12 lines", "en, de"),
          List.of("  train/part-00000-00000-dd93d6676145c1c8.tsv.gz", "12 lines", "2 kB raw"));

  @Test
  void of_rowsThatFit_standBelowEachOther() {
    assertThat(FieldLines.of(ROWS, 70))
        .containsExactly(
            "train                                             12 lines  en, de",
            "  train/part-00000-00000-dd93d6676145c1c8.tsv.gz  12 lines  2 kB raw");
  }

  @Test
  void of_rowsThatDoNotFit_areBrokenBetweenFieldsOnly() {
    assertThat(FieldLines.of(ROWS, 60))
        .containsExactly(
            "train  12 lines  en, de",
            "  train/part-00000-00000-dd93d6676145c1c8.tsv.gz  12 lines",
            "    2 kB raw");
    assertThat(FieldLines.of(ROWS, 20))
        .containsExactly(
            "train  12 lines",
            "    en, de",
            "  train/part-00000-00000-dd93d6676145c1c8.tsv.gz",
            "    12 lines",
            "    2 kB raw");
  }

  @Test
  void of_wideLetters_areAlignedAsTheTerminalShowsThem() {
    assertThat(FieldLines.of(List.of(List.of("日本", "1"), List.of("a", "2")), 40))
        .containsExactly("日本  1", "a     2");
  }

  @Test
  void of_rowsThatFitOnlyByThemselves_areNotAligned() {
    assertThat(
            FieldLines.of(List.of(List.of("a-long-name", "1"), List.of("b", "a-long-value")), 16))
        .containsExactly("a-long-name  1", "b  a-long-value");
  }

  @Test
  void of_wideLettersThatDoNotFit_areBrokenBefore() {
    assertThat(FieldLines.of(List.of(List.of("a", "日本語", "b c")), 12))
        .containsExactly("a  日本語", "    b c");
  }
}

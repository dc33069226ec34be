package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {

  @Test
  void width_lettersOfAllKinds_isWhatATerminalGivesThem() {
    assertThat(Cells.width("abc")).isEqualTo(3);
    assertThat(Cells.width("Übung")).isEqualTo(5);
    assertThat(Cells.width("U\u0308")).isEqualTo(1);
    assertThat(Cells.width("日本語")).isEqualTo(6);
    assertThat(Cells.width("한국")).isEqualTo(4);
    assertThat(Cells.width("\uD83D\uDE00")).isEqualTo(2);
  }

  @Test
  void cut_longText_endsInDots() {
    assertThat(Cells.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Cells.cut("abcdefg", 6)).isEqualTo("abc...");
    assertThat(Cells.cut("日本語日本語", 8)).isEqualTo("日本...");
    assertThat(Cells.cut("abcdefg", 2)).isEqualTo("..");
  }

  @Test
  void plain_whatMovesACursor_isLeftOut() {
    assertThat(Cells.plain("\u001B[1;31mred\u001B[0m \u001B]0;title\u0007a\tb\b  c\u001B[K"))
        .isEqualTo("red a b c");
  }

  @Test
  void wrap_text_isBrokenAtBlanks() {
    assertThat(Cells.wrap("one two three four", 9)).containsExactly("one two", "three", "four");
    assertThat(Cells.wrap("one two three four", 18)).containsExactly("one two three four");
    assertThat(Cells.wrap("", 18)).containsExactly("");
  }

  @Test
  void wrap_longWord_isBrokenBehindASign() {
    assertThat(Cells.wrap("see case:mixed|eff:no|tok:13a", 12))
        .containsExactly("see", "case:mixed|", "eff:no|tok:", "13a");
    assertThat(Cells.wrap("0123456789", 4)).containsExactly("0123", "4567", "89");
  }
}

package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void quoted_shortText_isAllOfIt() {
    assertThat(Shown.quoted("größe 'x'")).isEqualTo("'größe 'x''");
    assertThat(Shown.quoted("x".repeat(60))).isEqualTo("'" + "x".repeat(60) + "'");
  }

  @Test
  void quoted_controlCharacters_areEscapes() {
    assertThat(Shown.quoted("a\tb\nc\rd\u001b[31m\0")).isEqualTo("'a\\tb\\nc\\rd\\x1b[31m\\x00'");
  }

  @Test
  void quoted_longText_isCutBetweenCharacters() {
    assertThat(Shown.quoted("x".repeat(1000)))
        .isEqualTo("'" + "x".repeat(60) + "...' (1000 characters)");
    assertThat(Shown.quoted("😀".repeat(40)))
        .isEqualTo("'" + "😀".repeat(30) + "...' (80 characters)");
  }
}

package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shoestring.tsv.TsvRow;

class LineHashTest {

  /** What was dropped is told from these; other values would make other rejects of one key. */
  @Test
  void of_knownRow_isFrozen() {
    assertThat(hash(TsvRow.of("A b", "ä"), 0, 1)).isEqualTo("d13a372ff26c1014a2256d59cfae99c2");
  }

  /** Of XXH3's own test vectors: XXH3_128bits of no bytes and seed 0. */
  @Test
  void of_emptyField_isThatOfNoBytes() {
    assertThat(hash(TsvRow.of("", "a"), 0)).isEqualTo("99aa06d3014798d86001c324468d497f");
  }

  @Test
  void of_fields_countsOnlyThose() {
    TsvRow row = TsvRow.of("a", "b", "c");

    assertThat(hash(row, 1)).isEqualTo(hash(TsvRow.of("x", "b", "y", "z"), 1));
    assertThat(hash(row, 0, 2)).isEqualTo(hash(TsvRow.of("a", "-", "c"), 0, 2));
    assertThat(hash(row, 0, 2)).isEqualTo(hash(TsvRow.of("a", "c"), 0, 1));
    assertThat(hash(row, 2, 0)).isEqualTo(hash(TsvRow.of("c", "a"), 0, 1));
    assertThat(hash(row, 0, 1)).isNotEqualTo(hash(row, 1, 0));
    assertThat(hash(row, 0)).isNotEqualTo(hash(row, 0, 1));
  }

  @Test
  void of_textThatMovesOverATab_differs() {
    assertThat(hash(TsvRow.of("ab", "c"), 0, 1)).isNotEqualTo(hash(TsvRow.of("a", "bc"), 0, 1));
    assertThat(hash(TsvRow.of("", "abc"), 0, 1)).isNotEqualTo(hash(TsvRow.of("abc", ""), 0, 1));
    assertThat(hash(TsvRow.of("ab", "-", "c"), 0, 2))
        .isNotEqualTo(hash(TsvRow.of("a", "-", "bc"), 0, 2));
  }

  @Property(tries = 300)
  void of_equalTextAnywhereInAnArray_isEqual(
      @ForAll String text, @ForAll @IntRange(max = 20) int before) {
    byte[] line = text.replaceAll("[\t\n]", " ").getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[line.length + before + 1];
    System.arraycopy(line, 0, padded, before, line.length);

    assertThat(hash(TsvRow.parse(padded, before, before + line.length), 0))
        .isEqualTo(hash(TsvRow.parse(line), 0));
  }

  @Test
  void value_ofRow_isItsBytes() {
    LineHash hash = new LineHash(0);
    TsvRow row = TsvRow.of("a");

    String hex = HexFormat.of().formatHex(hash.of(row));

    assertThat(hash.value(row).toString()).isEqualTo("0x" + hex);
  }

  private static String hash(TsvRow row, int... fields) {
    return HexFormat.of().formatHex(new LineHash(fields).of(row));
  }
}

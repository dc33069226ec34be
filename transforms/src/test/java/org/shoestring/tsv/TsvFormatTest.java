package org.shoestring.tsv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TsvFormatTest {

  @Property
  void fields_ofLine_areTheFields(@ForAll("records") List<String> fields) {
    String line = TsvFormat.line(fields);

    assertThat(line).endsWith("\n");
    assertThat(line.lines()).hasSize(1);
    assertThat(TsvFormat.fields(line.substring(0, line.length() - 1))).isEqualTo(fields);
  }

  @Test
  void line_specialCharacters_areEscaped() {
    assertThat(TsvFormat.line("a\tb", "c\nd\r", "\\t")).isEqualTo("a\\tb\tc\\nd\\r\t\\\\t\n");
  }

  @Test
  void fields_emptyOnes_areKept() {
    assertThat(TsvFormat.fields("")).containsExactly("");
    assertThat(TsvFormat.fields("\t\t")).containsExactly("", "", "");
  }

  @Test
  void fields_unknownOrCutEscape_isTakenAsItStands() {
    assertThat(TsvFormat.fields("\\x\tb\\")).containsExactly("x", "b\\");
  }

  @Provide
  Arbitrary<List<String>> records() {
    Arbitrary<String> special =
        Arbitraries.of("\\", "\t", "\n", "\r", "t", "n", "r", "x")
            .list()
            .ofMaxSize(8)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(special, Arbitraries.strings().ofMaxLength(10))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}

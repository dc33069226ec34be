package org.shoestring.step.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.shoestring.step.Chain;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.TsvRow;

class NormalizeWhitespaceTest {
  private final Chain chain = enDe("normalize-whitespace");

  @Test
  void apply_nothingToDo_keepsTheRow() {
    TsvRow row = TsvRow.of("a b", "ä\u3001ö");

    assertThat(chain.apply(row)).isSameAs(Verdict.keep());
  }

  @Test
  void apply_runsOfAnyWhitespace_becomeOneBlank() {
    assertThat(apply(chain, "a \u00A0\u2009b\u3000c\rd", "x\u0085y\u2028z\u001Cw"))
        .containsExactly("change", "a b c d", "x y z w");
  }

  @Test
  void apply_whitespaceAtTheEnds_isStripped() {
    assertThat(apply(chain, " a", "b\u00A0")).containsExactly("change", "a", "b");
    assertThat(apply(chain, "\u3000 \u2003", "b ")).containsExactly("change", "", "b");
  }

  @Test
  void apply_zeroWidthSpace_isText() {
    assertThat(apply(chain, "a\u200Bb", "\uFEFF")).containsExactly("keep");
  }

  @Test
  void apply_otherColumn_isLeftAlone() {
    assertThat(apply(enDe("normalize-whitespace:columns=de"), " a  ", " b  "))
        .containsExactly("change", " a  ", "b");
  }

  @Property
  void apply_twice_isAsOnce(@ForAll("fields") String en, @ForAll("fields") String de) {
    TsvRow once = normalize(TsvRow.of(en, de));

    assertThat(chain.apply(once)).isSameAs(Verdict.keep());
  }

  @Property
  void apply_anyText_isItsWordsJoined(@ForAll("fields") String en, @ForAll("fields") String de) {
    TsvRow row = normalize(TsvRow.of(en, de));

    assertThat(List.of(row.text(0), row.text(1))).containsExactly(joined(en), joined(de));
  }

  private TsvRow normalize(TsvRow row) {
    TsvRow next = chain.apply(row).row(row);
    if (next == null) {
      throw new AssertionError("rejected");
    }
    return next;
  }

  private static String joined(String text) {
    String blanks = "\\p{IsWhite_Space}\\x1C-\\x1F";
    return text.replaceAll("^[" + blanks + "]+|[" + blanks + "]+$", "")
        .replaceAll("[" + blanks + "]+", " ");
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.strings()
        .withChars(" \r\u000B\u001C\u001F\u0085\u00A0\u1680\u2000\u200A\u2028\u202F\u205F\u3000")
        .withChars("ab.ä\u0084\u00A1\u200B\u3001\u20AC")
        .ofMaxLength(30);
  }
}

package org.shoestring.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.Row;

class ChainTest {

  @Test
  void apply_noSteps_keeps() {
    Chain chain = enDe();

    assertThat(chain.apply(Row.of("a", "b"))).isSameAs(Verdict.keep());
    assertThat(chain.output()).isEqualTo(Columns.of("en", "de"));
    assertThat(chain.canonical()).isEmpty();
  }

  @Test
  void apply_severalChanges_buildOnEachOther() {
    Chain chain = enDe("normalize-whitespace", "lowercase:columns=de", "length", "select:de");

    assertThat(apply(chain, "A  B", " C")).containsExactly("change", "c");
    assertThat(chain.output()).isEqualTo(Columns.of("de"));
  }

  @Test
  void apply_severalRejections_givesTheFirst() {
    Chain chain = enDe("lowercase", "empty", "length:max=1", "length-ratio:1");

    assertThat(apply(chain, "A B", "c")).containsExactly("reject", "length", "en over 1");
    assertThat(apply(chain, "A", " ")).containsExactly("reject", "empty", "de");
  }

  @Test
  void apply_filterAfterChange_seesTheChangedRow() {
    assertThat(apply(enDe("lowercase", "identical"), "A", "a"))
        .containsExactly("reject", "identical", "");
    assertThat(apply(enDe("identical", "lowercase"), "A", "a")).containsExactly("change", "a", "a");
  }

  @Test
  void apply_keepAfterChange_goesOnWithTheChangedRow() {
    assertThat(apply(enDe("lowercase", "length"), "A", "b")).containsExactly("change", "a", "b");
  }

  @Test
  void canonical_defaultsAndSpellings_areOneForm() {
    assertThat(enDe("length-ratio:3.0", "lowercase", "select:de").canonical())
        .containsExactly(
            "length-ratio@1:max=3,unit=word,columns=",
            "lowercase@1:columns=",
            "select@1:columns=de");
    assertThat(enDe("length-ratio:max=3").canonical())
        .isEqualTo(enDe("length-ratio:3.0").canonical());
    assertThat(enDe("reverse-words").canonical()).containsExactly("reverse-words@3:columns=");
  }

  @Test
  void bind_unknownNames_areErrorsThatListTheKnown() {
    assertThatThrownBy(() -> enDe("length", "blue"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("test: unknown step 'blue'; known: deduplicate, ");
    assertThatThrownBy(() -> enDe("length:maximum=3"))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("'maximum'; known: max, min, unit, columns");
    assertThatThrownBy(() -> enDe("empty:columns=fr"))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("'fr'; known: en, de");
  }

  @Test
  void apply_filters_allocateNothingPerRow() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Chain chain = enDe("normalize-whitespace", "empty", "length:3", "length-ratio:2", "identical");
    List<Row> rows =
        List.of(Row.of("a bc", "ä ö"), Row.of("a b c d", "e"), Row.of("", "e"), Row.of("a a", "b"));
    rows.forEach(chain::apply);

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      for (int k = 0; k < rows.size(); k++) {
        chain.apply(rows.get(k));
      }
    }

    // A byte a row would be 40,000; what is allowed is the measuring's own.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }
}

package org.shoestring.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.LineReader;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

class ChainTest {

  @Test
  void apply_noSteps_keeps() {
    Chain chain = enDe();

    assertThat(chain.apply(TsvRow.of("a", "b"))).isSameAs(Verdict.keep());
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
        .hasMessageStartingWith("test: unknown step 'blue'; known: beside-empty, ");
    assertThatThrownBy(() -> enDe("length:maximum=3"))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("'maximum'; known: max, min, unit, columns");
    assertThatThrownBy(() -> enDe("empty:columns=fr"))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("'fr'; known: en, de");
  }

  /** What becomes of a row in a chain whose second step is this one. */
  private static Verdict applyAfterLowercase(Step step, String... fields) {
    List<Spec> specs =
        Stream.of("lowercase", "deduplicate").map(text -> Spec.parse("test", text)).toList();
    return Chain.bind(specs, Columns.of("en", "de"), (spec, barrier, index) -> step)
        .apply(TsvRow.of(fields));
  }

  @Test
  void apply_stepThatFails_isNamed() {
    assertThatThrownBy(
            () ->
                applyAfterLowercase(
                    row -> {
                      throw new IllegalStateException("no model");
                    },
                    "A",
                    "b"))
        .isInstanceOf(StepException.class)
        .hasMessage("step 'deduplicate': no model")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                applyAfterLowercase(
                    row -> {
                      throw new BadDataException("an odd quote");
                    },
                    "A",
                    "b"))
        .isInstanceOf(BadDataException.class)
        .hasMessage("step 'deduplicate': an odd quote");
  }

  @Test
  @SuppressWarnings("NullAway") // The step of somebody who has no such check.
  void apply_stepThatGivesNull_isNamed() {
    assertThatThrownBy(() -> applyAfterLowercase(row -> null, "A", "b"))
        .hasMessage("step 'deduplicate': it returned null instead of a verdict");
  }

  @Test
  void apply_stepThatGivesWhatNoTableCanHold_isNamed() {
    assertThatThrownBy(
            () -> applyAfterLowercase(row -> Verdict.change(TsvRow.of("a", "b", "c")), "A", "b"))
        .isInstanceOf(StepException.class)
        .hasMessage("step 'deduplicate': it gave a row of 3 columns, but its output has 2");
    assertThatThrownBy(() -> applyAfterLowercase(row -> Verdict.reject("a\tb"), "A", "b"))
        .hasMessage(
            "step 'deduplicate': the reason of a rejection has a tab or a line feed: 'a\\tb'");
    assertThatThrownBy(() -> applyAfterLowercase(row -> Verdict.reject("a", "b\nc"), "A", "b"))
        .hasMessage(
            "step 'deduplicate': the detail of a rejection has a tab or a line feed: 'b\\nc'");
    assertThatThrownBy(() -> applyAfterLowercase(row -> Verdict.reject(""), "A", "b"))
        .hasMessage("step 'deduplicate': the reason of a rejection is empty");
    assertThatThrownBy(
            () -> applyAfterLowercase(row -> Verdict.reject("a", "b".repeat(4097)), "A", "b"))
        .hasMessage(
            "step 'deduplicate': the detail of a rejection has 4097 characters, but can have at"
                + " most 4096");
    byte[] lines = "a\tb\nc".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> applyAfterLowercase(row -> Verdict.change(TsvRow.parse(lines)), "A", "b"))
        .hasMessage("step 'deduplicate': a line feed inside a row; replace it first");
  }

  @Test
  void apply_stepThatMakesARowTooLarge_isNamedAndTheRowIsNotShown() {
    String half = "x".repeat(LineReader.MAX_LINE_BYTES / 2);

    assertThatThrownBy(
            () -> applyAfterLowercase(row -> Verdict.change(TsvRow.of(half, half)), "A", "b"))
        .hasMessage(
            "step 'deduplicate': it gave a row of "
                + (2 * half.length() + 1)
                + " bytes, but a row can have at most "
                + LineReader.MAX_LINE_BYTES);
    assertThatThrownBy(
            () -> applyAfterLowercase(row -> Verdict.change(row.with(0, half + "\n")), "A", "b"))
        .message()
        .startsWith("step 'deduplicate': a field contains a tab or a line feed")
        .hasSizeLessThan(200);
  }

  @Test
  void apply_filters_allocateNothingPerRow() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Chain chain = enDe("normalize-whitespace", "empty", "length:3", "length-ratio:2", "identical");
    List<TsvRow> rows =
        List.of(
            TsvRow.of("a bc", "ä ö"),
            TsvRow.of("a b c d", "e"),
            TsvRow.of("", "e"),
            TsvRow.of("a a", "b"));
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

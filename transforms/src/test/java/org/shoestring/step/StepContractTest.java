package org.shoestring.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shoestring.spec.Parameter;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** What every step of the catalog keeps, users' own included. */
class StepContractTest {
  /** How to write the steps that cannot do without a parameter. */
  private static final Map<String, String> EXAMPLES =
      Map.of("select", "select:b+a", "known-words", "known-words:x");

  private static final List<String> PIECES =
      List.of(
          "a",
          "B",
          "Word",
          "&quot;",
          "&#10;",
          "&#9;",
          "3.14",
          ",",
          "'s",
          " ",
          "  ",
          "\r",
          "\u000B",
          "\u001C",
          "\u0085",
          "\u00A0",
          "\u2028",
          "\u3000",
          "ä",
          "Σ",
          "İ",
          "日本",
          "\uD83D\uDE00",
          "\u0301",
          "\\t",
          "\\",
          "|",
          "\uFEFF",
          "\0");

  static List<StepEntry> entries() {
    return StepCatalog.all().list();
  }

  static List<StepType> types() {
    return entries().stream().filter(StepType.class::isInstance).map(StepType.class::cast).toList();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void declaration_anyEntry_isFitForHelpAndKeys(StepEntry type) {
    assertThat(type.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(type.version()).isPositive();
    assertThat(type.summary()).matches("[A-Z].*\\.");
    assertThat(StepCatalog.parameters(type))
        .allSatisfy(p -> assertThat(p.name()).matches("[a-z0-9]+(-[a-z0-9]+)*"))
        .allSatisfy(p -> assertThat(p.doc()).isNotBlank())
        .extracting(Parameter::name)
        .doesNotHaveDuplicates()
        .contains("columns");
  }

  @ParameterizedTest
  @MethodSource("types")
  void bind_twoColumns_isCanonicalWithNameAndVersion(StepType type) {
    Chain chain = Chains.on(Columns.of("a", "b"), written(type));

    assertThat(chain.canonical().get(0)).startsWith(type.name() + "@" + type.version() + ":");
  }

  @ParameterizedTest
  @MethodSource("types")
  void apply_anyRow_leavesItAloneAndIsDeterministic(StepType type) {
    Chain chain = Chains.on(Columns.of("a", "b"), written(type));
    Chain other = Chains.on(Columns.of("a", "b"), written(type));
    List<TsvRow> rows = rows(2);

    List<List<String>> first = new ArrayList<>();
    for (TsvRow row : rows) {
      TsvRow copy = row.copy();
      first.add(Chains.describe(chain.apply(row), row));
      assertThat(row).isEqualTo(copy);
    }

    // Backwards and with another instance: nothing is kept from the rows before.
    for (int i = rows.size() - 1; i >= 0; i--) {
      assertThat(Chains.describe(other.apply(rows.get(i)), rows.get(i))).isEqualTo(first.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void apply_anyRow_givesARowOfTheOutputColumnsOrAReason(StepType type) {
    Chain chain = Chains.on(Columns.of("a", "b"), written(type));

    for (TsvRow row : rows(2)) {
      Verdict verdict = chain.apply(row);
      TsvRow next = verdict.row(row);
      if (next == null) {
        assertThat(verdict.reason()).matches("[a-z0-9]+(_[a-z0-9]+)*");
        assertThat(verdict.detail()).doesNotContain("\t", "\n");
      } else {
        // A field with a tab would be one more, and one with a line feed another line.
        assertThat(next.size()).isEqualTo(chain.output().size());
        assertThat(next.toString()).doesNotContain("\n");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void apply_columnsGiven_leavesTheOthersAlone(StepType type) {
    Columns input = Columns.of("a", "b", "c");
    if (EXAMPLES.containsKey(type.name())) {
      return;
    }
    Chain chain = Chains.on(input, type.name() + ":columns=a+c");
    assertThat(chain.output()).isEqualTo(input);

    for (TsvRow row : rows(3)) {
      Verdict verdict = chain.apply(row);
      TsvRow next = verdict.row(row);
      if (next != null) {
        assertThat(next.text(1)).isEqualTo(row.text(1));
      }
      // Another text in the middle makes no difference to the verdict or to the others.
      TsvRow changed = row.with(1, row.text(1) + " changed \u3000");
      Verdict again = chain.apply(changed);
      TsvRow nextAgain = again.row(changed);
      assertThat(again.reason()).isEqualTo(verdict.reason());
      assertThat(nextAgain == null ? null : nextAgain.with(1, "").toString())
          .isEqualTo(next == null ? null : next.with(1, "").toString());
    }
  }

  private static String written(StepType type) {
    return EXAMPLES.getOrDefault(type.name(), type.name());
  }

  /** Rows of odd pieces, the same every time. */
  private static List<TsvRow> rows(int columns) {
    Random random = new Random(columns);
    List<TsvRow> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      List<String> fields = new ArrayList<>();
      for (int k = 0; k < columns; k++) {
        StringBuilder field = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
          field.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        fields.add(field.toString());
      }
      rows.add(TsvRow.of(fields));
    }
    return rows;
  }
}

package org.shoestring.step;

import java.util.Arrays;
import java.util.List;
import org.shoestring.spec.Spec;
import org.shoestring.testing.TestOutputs;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** What tests of steps have in common: a chain from its written form, and a verdict as text. */
public final class Chains {
  private Chains() {}

  /** Steps as the command line writes them, on the columns {@code en} and {@code de}. */
  public static Chain enDe(String... steps) {
    return on(Columns.of("en", "de"), steps);
  }

  public static Chain on(Columns columns, String... steps) {
    List<Spec> specs = Arrays.stream(steps).map(step -> Spec.parse("test", step)).toList();
    return Chain.ofRows(
        specs, columns, output -> TestOutputs.table(Columns.of("word"), "a", "B", "Word"));
  }

  /** {@code keep}, {@code change} and the row's fields, or {@code reject}, reason and detail. */
  public static List<String> apply(Chain chain, String... fields) {
    TsvRow row = TsvRow.of(fields);
    return describe(chain.apply(row), row);
  }

  static List<String> describe(Verdict verdict, TsvRow row) {
    String reason = verdict.reason();
    if (reason != null) {
      return List.of("reject", reason, verdict.detail());
    }
    TsvRow next = verdict.row(row);
    if (next == null) {
      throw new AssertionError("neither a row nor a reason");
    }
    return next.equals(row) ? List.of("keep") : List.of(("change\t" + next).split("\t", -1));
  }
}

package org.shoestring.step.filter;

import java.util.Arrays;
import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Step;
import org.shoestring.step.StepType;
import org.shoestring.step.Verdict;
import org.shoestring.step.tokenize.PythonText;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * Rejects rows whose columns are all equal: text that nobody translated. With {@code lowercase}, as
 * OpusFilter's SimilarityFilter names it, they are compared in lower case.
 */
public final class Identical implements StepType {

  @Override
  public String name() {
    return "identical";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects rows whose columns all hold the same text.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.flag("lowercase", false, "whether to compare in lower case"));
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    int[] fields = Comparison.fields(arguments, input);
    boolean lowercase = arguments.flag("lowercase");
    Verdict reject = Verdict.reject("identical");
    return row -> {
      for (int i = 1; i < fields.length; i++) {
        if (lowercase
            ? !sameInLowerCase(row, fields[0], fields[i])
            : !same(row, fields[0], fields[i])) {
          return Verdict.keep();
        }
      }
      return reject;
    };
  }

  private static boolean same(TsvRow row, int one, int other) {
    byte[] bytes = row.bytes();
    return Arrays.equals(
        bytes, row.start(one), row.end(one), bytes, row.start(other), row.end(other));
  }

  /** Looks at bytes while they are ASCII, so that rows that differ early cost no decoding. */
  private static boolean sameInLowerCase(TsvRow row, int one, int other) {
    byte[] bytes = row.bytes();
    int i = row.start(one);
    int j = row.start(other);
    for (; i < row.end(one) && j < row.end(other); i++, j++) {
      if ((bytes[i] | bytes[j]) < 0) {
        return PythonText.lower(row.text(one)).equals(PythonText.lower(row.text(other)));
      }
      if (PythonText.lowerAscii(bytes[i]) != PythonText.lowerAscii(bytes[j])) {
        return false;
      }
    }
    return i == row.end(one) && j == row.end(other);
  }
}

package org.shoestring.step.normalize;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Step;
import org.shoestring.step.StepType;
import org.shoestring.step.TextStep;
import org.shoestring.step.Verdict;
import org.shoestring.step.tokenize.PythonText;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** Python's {@code str.lower()}; ASCII is lowered in its bytes. */
public final class Lowercase implements StepType {

  @Override
  public String name() {
    return "lowercase";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Lower-cases text as Python's str.lower() does, for every script.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    int[] fields = arguments.fields(input);
    Step anyScript = TextStep.of(fields, PythonText::lower);
    return row -> {
      byte[] bytes = row.bytes();
      boolean capitals = false;
      for (int field : fields) {
        int end = row.end(field);
        for (int i = row.start(field); i < end; i++) {
          if (bytes[i] < 0) {
            return anyScript.apply(row);
          }
          capitals |= PythonText.lowerAscii(bytes[i]) != bytes[i];
        }
      }
      return capitals ? Verdict.change(lowerAscii(row, fields)) : Verdict.keep();
    };
  }

  private static TsvRow lowerAscii(TsvRow row, int[] fields) {
    TsvRow lower = row.copy();
    byte[] bytes = lower.bytes();
    for (int field : fields) {
      int end = lower.end(field);
      for (int i = lower.start(field); i < end; i++) {
        bytes[i] = (byte) PythonText.lowerAscii(bytes[i]);
      }
    }
    return lower;
  }
}

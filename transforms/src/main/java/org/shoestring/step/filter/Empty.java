package org.shoestring.step.filter;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Step;
import org.shoestring.step.StepType;
import org.shoestring.step.Verdict;
import org.shoestring.step.tokenize.Whitespace;
import org.shoestring.tsv.Columns;

/** Rejects rows with a column of no text but whitespace. The detail names the first one. */
public final class Empty implements StepType {

  @Override
  public String name() {
    return "empty";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects rows with a column that is empty or only whitespace.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    int[] fields = arguments.fields(input);
    Verdict[] reject = new Verdict[input.size()];
    for (int field : fields) {
      reject[field] = Verdict.reject("empty", input.names().get(field));
    }
    return row -> {
      for (int field : fields) {
        if (Whitespace.isBlank(row.bytes(), row.start(field), row.end(field))) {
          return reject[field];
        }
      }
      return Verdict.keep();
    };
  }
}

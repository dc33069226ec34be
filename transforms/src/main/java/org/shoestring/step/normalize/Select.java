package org.shoestring.step.normalize;

import java.util.Arrays;
import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Step;
import org.shoestring.step.StepType;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** Some of the columns, in the order given; the others are dropped. */
public final class Select implements StepType {

  @Override
  public String name() {
    return "select";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Keeps only the chosen columns, in the order given.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.columns("columns", "the columns to keep, in order").required());
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    if (arguments.text("columns").isEmpty()) {
      throw arguments.error("columns is empty; name one or more of " + input);
    }
    int[] fields = arguments.fields(input);
    Columns output = new Columns(Arrays.stream(fields).mapToObj(input.names()::get).toList());
    boolean all = output.equals(input);
    return new Step() {
      @Override
      public Verdict apply(TsvRow row) {
        return all ? Verdict.keep() : Verdict.change(row.select(fields));
      }

      @Override
      public Columns output(Columns ignored) {
        return output;
      }
    };
  }
}

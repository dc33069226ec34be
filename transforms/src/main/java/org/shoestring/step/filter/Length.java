package org.shoestring.step.filter;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Step;
import org.shoestring.step.StepType;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.Columns;

/**
 * Rejects rows with a field outside {@code [min, max]}, both inclusive, as Moses's clean-corpus-n
 * and OpusFilter's LengthFilter. The detail names the first such column and the limit it breaks.
 */
public final class Length implements StepType {

  @Override
  public String name() {
    return "length";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects rows with a column that is shorter than min or longer than max.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.whole("max", 0, Long.MAX_VALUE, 100, "the longest that is kept"),
        Parameter.whole("min", 0, Long.MAX_VALUE, 1, "the shortest that is kept"),
        LengthUnit.PARAMETER);
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    long min = arguments.whole("min");
    long max = arguments.whole("max");
    if (min > max) {
      throw arguments.error(
          "min must not be greater than max, but min is "
              + min
              + " and max is "
              + max
              + "; change one of them");
    }
    LengthUnit unit = LengthUnit.of(arguments);
    int[] fields = arguments.fields(input);
    Verdict[] under = new Verdict[input.size()];
    Verdict[] over = new Verdict[input.size()];
    for (int field : fields) {
      String column = input.names().get(field);
      under[field] = Verdict.reject("length", column + " under " + min);
      over[field] = Verdict.reject("length", column + " over " + max);
    }
    return row -> {
      for (int field : fields) {
        int length = unit.length(row, field);
        if (length < min) {
          return under[field];
        }
        if (length > max) {
          return over[field];
        }
      }
      return Verdict.keep();
    };
  }
}

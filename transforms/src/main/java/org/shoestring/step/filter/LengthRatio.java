package org.shoestring.step.filter;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Step;
import org.shoestring.step.StepType;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.Columns;

/**
 * Rejects rows whose longest field is more than {@code max} times as long as the shortest. A ratio
 * of exactly {@code max} is kept, as by Moses's clean-corpus-n (OpusFilter's LengthRatioFilter
 * rejects it). A row is rejected if a field is empty, unless all are.
 */
public final class LengthRatio implements StepType {

  @Override
  public String name() {
    return "length-ratio";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects rows whose longest column is more than max times as long as the shortest.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.decimal("max", 1, Double.MAX_VALUE, 9, "the highest ratio that is kept"),
        LengthUnit.PARAMETER);
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    double max = arguments.decimal("max");
    LengthUnit unit = LengthUnit.of(arguments);
    int[] fields = Comparison.fields(arguments, input);
    Verdict reject = Verdict.reject("length_ratio");
    return row -> {
      int shortest = Integer.MAX_VALUE;
      int longest = 0;
      for (int field : fields) {
        int length = unit.length(row, field);
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
      }
      // With an empty field this is infinite, or NaN, which is not greater, if all are empty.
      return (double) longest / shortest > max ? reject : Verdict.keep();
    };
  }
}

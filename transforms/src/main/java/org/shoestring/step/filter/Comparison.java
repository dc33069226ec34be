package org.shoestring.step.filter;

import org.shoestring.spec.Arguments;
import org.shoestring.tsv.Columns;

/** What the steps that compare columns have in common. */
final class Comparison {
  private Comparison() {}

  /**
   * The places of the columns to compare.
   *
   * @throws org.shoestring.spec.UsageException if there are fewer than two
   */
  static int[] fields(Arguments arguments, Columns input) {
    int[] fields = arguments.fields(input);
    if (fields.length < 2) {
      throw arguments.error(
          "needs two or more columns to compare, but has only '"
              + input.names().get(fields[0])
              + "'; the table has the columns "
              + input);
    }
    return fields;
  }
}

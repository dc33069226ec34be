package org.shoestring.step;

import org.shoestring.spec.Arguments;
import org.shoestring.tsv.Columns;

/**
 * A step that must have seen all rows of a table before it can tell what becomes of one: it learns
 * first, as its {@link Barrier} says. Users add their own through {@link java.util.ServiceLoader}.
 */
public non-sealed interface BarrierType extends StepEntry {

  /**
   * What is learnt of a table in which these columns come to the step.
   *
   * @throws org.shoestring.spec.UsageException if the arguments do not fit the columns
   */
  default Barrier bind(Arguments arguments, Columns input) {
    throw new UnsupportedOperationException(
        getClass().getName() + " does not implement bind(Arguments, Columns)");
  }

  /**
   * The same for a type with parameters of the kind {@link org.shoestring.spec.Parameter#output},
   * which implements this method instead. It is called for plans, too, before the outputs exist.
   *
   * @param outputs those of other stages that it reads
   */
  default Barrier bind(Arguments arguments, Columns input, StepOutputs outputs) {
    return bind(arguments, input);
  }
}

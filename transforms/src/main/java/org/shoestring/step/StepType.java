package org.shoestring.step;

import org.shoestring.spec.Arguments;
import org.shoestring.tsv.Columns;

/**
 * An entry of the {@code StepCatalog}: a step's name, version and parameters, and how to bind it.
 * Users add their own through {@link java.util.ServiceLoader}.
 */
public non-sealed interface StepType extends StepEntry {

  /**
   * The step for a table of these columns.
   *
   * @throws org.shoestring.spec.UsageException if the arguments do not fit the columns
   */
  default Step bind(Arguments arguments, Columns input) {
    throw new UnsupportedOperationException(
        getClass().getName() + " does not implement bind(Arguments, Columns)");
  }

  /**
   * The same for a type with parameters of the kind {@link org.shoestring.spec.Parameter#output},
   * which implements this method instead. It is called for plans, too, before the outputs exist.
   *
   * @param outputs those of other stages that it reads
   */
  default Step bind(Arguments arguments, Columns input, StepOutputs outputs) {
    return bind(arguments, input);
  }
}

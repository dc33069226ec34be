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
  Step bind(Arguments arguments, Columns input);
}

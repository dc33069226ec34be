package org.shoestring.step;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.tsv.Columns;

/**
 * An entry of the {@code StepCatalog}: a step's name, version and parameters, and how to bind it.
 * Users add their own through {@link java.util.ServiceLoader}.
 */
public interface StepType {

  /** As users write it: {@code length-ratio}. */
  String name();

  /**
   * Raised whenever the step's output changes for some input, so that old outputs are not reused.
   */
  int version();

  /** One sentence for help. */
  String summary();

  /** What it takes, the first one being that of {@code name: value}; {@code columns} is added. */
  List<Parameter> parameters();

  /**
   * The step for a table of these columns.
   *
   * @throws org.shoestring.spec.UsageException if the arguments do not fit the columns
   */
  Step bind(Arguments arguments, Columns input);
}

package org.shoestring.step;

import java.util.List;
import org.shoestring.spec.Parameter;

/** What can stand in a chain of steps: a step of its own, or a barrier. */
public sealed interface CatalogEntry permits StepType, BarrierType {

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
}

package org.shoestring.step;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Catalog;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;

/**
 * The steps that can be named: those of this library, and those that users add, as files {@code
 * META-INF/services/org.shoestring.step.StepType} and {@code org.shoestring.step.BarrierType}
 * beside it name them.
 */
public final class StepCatalog {
  private static final Catalog.OfClassPath<StepEntry> ALL =
      new Catalog.OfClassPath<>("step", List.of(StepType.class, BarrierType.class));

  private StepCatalog() {}

  /**
   * All there are.
   *
   * @throws UsageException if two of them have one name
   */
  public static Catalog<StepEntry> all() {
    return ALL.get();
  }

  /**
   * Checks names and parameters as far as that can be done without the columns of a table.
   *
   * @throws UsageException for the first that is unknown or not allowed
   */
  public static void check(List<Spec> specs) {
    for (Spec spec : specs) {
      Arguments unused = arguments(all().named(spec.where(), spec.name()), spec);
    }
  }

  /**
   * What was written of a step, checked; outputs of other stages as they were written.
   *
   * @throws UsageException for a parameter that is unknown or not allowed, or a step type that
   *     lacks a method
   */
  static Arguments arguments(StepEntry type, Spec spec) {
    OutputParameter.checkBind(type, spec.where());
    return Arguments.bind("step", spec, parameters(type));
  }

  /** What a step takes: what it declares, and {@code columns} if it has none of its own. */
  public static List<Parameter> parameters(StepEntry type) {
    List<Parameter> parameters = new ArrayList<>(type.parameters());
    if (parameters.stream().noneMatch(p -> p.name().equals(Parameter.COLUMNS.name()))) {
      parameters.add(Parameter.COLUMNS);
    }
    return parameters;
  }
}

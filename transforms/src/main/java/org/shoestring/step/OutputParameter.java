package org.shoestring.step;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Catalog;
import org.shoestring.spec.Kind;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;

/**
 * A parameter of a step in a chain whose value is an output of another stage.
 *
 * @param where file and line, step and parameter, for messages
 * @param index the place of the step in the chain
 * @param form what the output must be
 * @param value as it is written
 */
public record OutputParameter(String where, int index, String name, OutputForm form, String value)
    implements Serializable {

  /**
   * Those of a chain, in order.
   *
   * @throws UsageException for an unknown step or parameter
   */
  public static List<OutputParameter> in(List<Spec> specs) {
    Catalog<StepEntry> catalog = StepCatalog.all();
    List<OutputParameter> found = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      Spec spec = specs.get(i);
      StepEntry type = catalog.named(spec.where(), spec.name());
      found.addAll(of(type, spec, i, StepCatalog.arguments(type, spec)));
    }
    return found;
  }

  /** Those of one step that have a value. */
  static List<OutputParameter> of(StepEntry type, Spec spec, int index, Arguments arguments) {
    List<OutputParameter> found = new ArrayList<>();
    for (Parameter parameter : type.parameters()) {
      String name = parameter.name();
      if (parameter.kind() instanceof Kind.StageOutput kind && !arguments.text(name).isEmpty()) {
        String where = spec.where() + ": step '" + spec.name() + "': " + name;
        found.add(new OutputParameter(where, index, name, kind.form(), arguments.text(name)));
      }
    }
    return found;
  }

  /** The error of an output that is of the other form. */
  public UsageException isOther(String output) {
    boolean table = form == OutputForm.TABLE;
    return new UsageException(
        where
            + ": "
            + output
            + " is "
            + (table ? OutputForm.FILES : OutputForm.TABLE).words()
            + ", but "
            + (table ? "a table is needed" : "files are needed")
            + "; name the output of "
            + (table ? "a stage that makes lines" : "a train stage"));
  }

  /**
   * Fails for a type that nobody could bind.
   *
   * @throws UsageException with its class and the method that it lacks
   */
  static void checkBind(StepEntry type, String where) {
    boolean reads = type.parameters().stream().anyMatch(p -> p.kind() instanceof Kind.StageOutput);
    if (has(type, Arguments.class, Columns.class, StepOutputs.class)
        || (!reads && has(type, Arguments.class, Columns.class))) {
      return;
    }
    throw new UsageException(
        where
            + ": step '"
            + type.name()
            + "': the class "
            + type.getClass().getName()
            + (reads
                ? " has a parameter whose value is the output of another stage, but does not"
                    + " implement bind(Arguments, Columns, StepOutputs), which would read it"
                : " does not implement bind(Arguments, Columns)")
            + "; add the method to the class");
  }

  /** Whether a type implements a method that its interface only has to refuse. */
  private static boolean has(StepEntry type, Class<?>... parameters) {
    try {
      Class<?> by = type.getClass().getMethod("bind", parameters).getDeclaringClass();
      return by != StepType.class && by != BarrierType.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // Both interfaces declare it.
    }
  }
}

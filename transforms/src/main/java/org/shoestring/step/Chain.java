package org.shoestring.step;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.Row;

/**
 * Steps bound to the columns of a table, applied to a row one after another in one pass. As its
 * steps may reuse buffers, each worker binds its own.
 */
public final class Chain {
  private final Step[] steps;
  private final Columns output;
  private final List<String> canonical;

  private Chain(List<Step> steps, Columns output, List<String> canonical) {
    this.steps = steps.toArray(new Step[0]);
    this.output = output;
    this.canonical = List.copyOf(canonical);
  }

  /**
   * Looks the steps up, checks what was written, and binds each to the columns of the one before.
   *
   * @throws org.shoestring.spec.UsageException for an unknown step, parameter or column
   */
  public static Chain bind(List<Spec> specs, Columns input) {
    return bind(specs, input, Chain::refuse);
  }

  /** The same with barriers, for which {@code barriers} gives a step that knows what they told. */
  public static Chain bind(List<Spec> specs, Columns input, Barriers barriers) {
    return bind(StepCatalog.load(), specs, input, barriers);
  }

  /** Gives the step that stands for a barrier while rows pass it. */
  public interface Barriers {
    /** The step of the barrier at {@code index} of the chain. */
    Step step(Spec barrier, int index);
  }

  private static Step refuse(Spec barrier, int index) {
    throw new UsageException(
        barrier.where()
            + ": step '"
            + barrier.name()
            + "' must read the whole table before it can decide about a row, so it works only in a"
            + " preprocess stage or in the transform ApplySteps");
  }

  static Chain bind(StepCatalog catalog, List<Spec> specs, Columns input, Barriers barriers) {
    List<Step> steps = new ArrayList<>();
    List<String> canonical = new ArrayList<>();
    Columns columns = input;
    for (Spec spec : specs) {
      CatalogEntry type = catalog.named(spec.where(), spec.name());
      Arguments arguments = Arguments.bind("step", spec, StepCatalog.parameters(type));
      Step step;
      if (type instanceof StepType rowWise) {
        step = rowWise.bind(arguments, columns);
      } else {
        int[] unused = arguments.fields(columns); // The columns must exist.
        step = barriers.step(spec, steps.size());
      }
      steps.add(step);
      canonical.add(type.name() + "@" + type.version() + ":" + arguments);
      columns = step.output(columns);
    }
    return new Chain(steps, columns, canonical);
  }

  /**
   * What becomes of a row after all steps: kept, changed, or rejected by the first step that does.
   */
  @SuppressWarnings("ReferenceEquality") // whether a step put another row, not an equal one
  public Verdict apply(Row row) {
    Verdict result = Verdict.keep();
    Row current = row;
    for (Step step : steps) {
      Verdict verdict = step.apply(current);
      Row next = verdict.row(current);
      if (next == null) {
        return verdict;
      }
      if (next != current) {
        result = verdict;
        current = next;
      }
    }
    return result;
  }

  /** The columns of the rows that go on. */
  public Columns output() {
    return output;
  }

  /** The steps as keys hash them: {@code name@version:parameter=value,...}, defaults included. */
  public List<String> canonical() {
    return canonical;
  }
}

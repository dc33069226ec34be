package org.shoestring.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.LineReader;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Catalog;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;

/**
 * Steps bound to the columns of a table, applied to a row one after another in one pass. As its
 * steps may reuse buffers, each worker binds its own.
 */
public final class Chain {
  private final Step[] steps;
  private final String[] names;
  private final int[] sizes;
  private final Columns output;
  private final List<String> canonical;
  private final List<Loaded<?>> outputs;
  private boolean isReady;

  /**
   * A chain.
   *
   * @param names of the steps, as users write them
   * @param sizes how many columns come out of each
   * @param outputs what they need of outputs of other stages
   */
  private Chain(
      List<Step> steps,
      List<String> names,
      List<Integer> sizes,
      Columns output,
      List<String> canonical,
      List<Loaded<?>> outputs) {
    this.steps = steps.toArray(new Step[0]);
    this.names = names.toArray(new String[0]);
    this.sizes = sizes.stream().mapToInt(Integer::intValue).toArray();
    this.output = output;
    this.canonical = List.copyOf(canonical);
    this.outputs = List.copyOf(outputs);
  }

  /**
   * Looks the steps up, checks what was written, and binds each to the columns of the one before.
   *
   * @throws org.shoestring.spec.UsageException for an unknown step, parameter or column
   */
  public static Chain bind(List<Spec> specs, Columns input) {
    return bind(specs, input, Chain::refuse, Chain::refuse);
  }

  /** The same with barriers, for which {@code barriers} gives a step that has learnt. */
  public static Chain bind(List<Spec> specs, Columns input, BarrierSteps barriers) {
    return bind(specs, input, barriers, Chain::refuse);
  }

  /**
   * The same with barriers, for which {@code barriers} gives a step that has learnt, and with
   * outputs of other stages.
   */
  public static Chain bind(
      List<Spec> specs, Columns input, BarrierSteps barriers, Outputs outputs) {
    return bind(StepCatalog.all(), specs, input, barriers, outputs);
  }

  /** The same for steps over rows, where no barrier can learn. */
  public static Chain ofRows(List<Spec> specs, Columns input, Outputs outputs) {
    return bind(specs, input, Chain::refuse, outputs);
  }

  /** Gives the step that stands for a barrier while rows pass it. */
  public interface BarrierSteps {
    /**
     * The step of a barrier.
     *
     * @param spec how it was written
     * @param barrier bound to the columns that come to it
     * @param index its place among all steps of the chain
     */
    Step step(Spec spec, Barrier barrier, int index);
  }

  /** Finds what steps read beside their rows. */
  public interface Outputs {
    /** Where the content of an output comes from; of the form that the parameter asks for. */
    OutputSource source(OutputParameter parameter);
  }

  private static OutputSource refuse(OutputParameter parameter) {
    throw new UsageException(
        parameter.where()
            + ": the output of another stage can be read only in a preprocess stage or in the"
            + " transform ApplySteps");
  }

  private static Step refuse(Spec spec, Barrier barrier, int index) {
    throw new UsageException(
        spec.where()
            + ": step '"
            + spec.name()
            + "' must read the whole table before it can decide about a row, so it works only in a"
            + " preprocess stage or in the transform ApplySteps");
  }

  static Chain bind(
      Catalog<StepEntry> catalog,
      List<Spec> specs,
      Columns input,
      BarrierSteps barriers,
      Outputs outputs) {
    List<Step> steps = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    List<String> canonical = new ArrayList<>();
    List<Loaded<?>> loaded = new ArrayList<>();
    Columns columns = input;
    for (Spec spec : specs) {
      StepEntry type = catalog.named(spec.where(), spec.name());
      Arguments written = StepCatalog.arguments(type, spec);
      Map<String, OutputSource> sources = new HashMap<>();
      for (OutputParameter parameter : OutputParameter.of(type, spec, steps.size(), written)) {
        sources.put(parameter.name(), outputs.source(parameter));
      }
      Map<String, String> identities = new HashMap<>();
      sources.forEach((name, source) -> identities.put(name, source.identity()));
      Arguments arguments = written.with(identities);
      String known = type.name() + "@" + type.version() + ":" + arguments;
      StepOutputs given =
          new StepOutputs(spec.name(), type.getClass(), known + "\n" + columns, sources);
      Step step =
          type instanceof BarrierType ofTable
              ? barriers.step(spec, ofTable.bind(arguments, columns, given), steps.size())
              : ((StepType) type).bind(arguments, columns, given);
      steps.add(step);
      loaded.addAll(given.loaded());
      canonical.add(known);
      columns = step.output(columns);
      names.add(spec.name());
      sizes.add(columns.size());
    }
    return new Chain(steps, names, sizes, columns, canonical, loaded);
  }

  /**
   * What becomes of the row that a reader stands on.
   *
   * @throws StepException if a step fails; the message starts with shard and line
   */
  public Verdict apply(RowReader rows) {
    load();
    try {
      return apply(rows.row());
    } catch (StepException | BadDataException e) {
      throw StepException.at(rows.where(), e);
    }
  }

  /**
   * What becomes of a row after all steps: kept, changed, or rejected by the first step that does.
   *
   * @throws StepException if a step fails, or gives a row that no table can hold
   */
  @SuppressWarnings("ReferenceEquality") // whether a step put another row, not an equal one
  public Verdict apply(TsvRow row) {
    load();
    Verdict result = Verdict.keep();
    TsvRow current = row;
    for (int i = 0; i < steps.length; i++) {
      Verdict verdict = apply(i, current);
      TsvRow next = verdict.row(current);
      if (next == null) {
        return verdict;
      }
      if (next != current) {
        check(i, next);
        result = verdict;
        current = next;
      }
    }
    return result;
  }

  /** Loads what steps need of other outputs: what fails there is no fault of a row. */
  private void load() {
    if (!isReady) {
      outputs.forEach(Loaded::get);
      isReady = true;
    }
  }

  private Verdict apply(int index, TsvRow row) {
    try {
      return Objects.requireNonNull(
          steps[index].apply(row), "it returned null instead of a verdict");
    } catch (RuntimeException e) {
      throw StepException.threw(names[index], e);
    }
  }

  /** Fails for a row that would make a damaged shard. */
  private void check(int index, TsvRow changed) {
    if (changed.size() != sizes[index]) {
      throw StepException.gave(
          names[index],
          "it gave a row of " + changed.size() + " columns, but its output has " + sizes[index]);
    }
    if (changed.length() > LineReader.MAX_LINE_BYTES) {
      throw StepException.gave(
          names[index],
          "it gave a row of "
              + changed.length()
              + " bytes, but a row can have at most "
              + LineReader.MAX_LINE_BYTES);
    }
  }

  /** The columns of the rows that go on. */
  public Columns output() {
    return output;
  }

  /** What its steps need of other outputs. As long as one chain holds it, all find it loaded. */
  public List<Loaded<?>> outputs() {
    return outputs;
  }

  /** The steps as keys hash them: {@code name@version:parameter=value,...}, defaults included. */
  public List<String> canonical() {
    return canonical;
  }
}

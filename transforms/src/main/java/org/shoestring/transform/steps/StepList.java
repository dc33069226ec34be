package org.shoestring.transform.steps;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.step.Chain;
import org.shoestring.step.OutputParameter;
import org.shoestring.step.OutputSource;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.Columns;

/**
 * Steps as they were written, with the outputs of other stages that they read, as far as those were
 * found. Steps can be bound before that, to see what comes out.
 */
public final class StepList implements Serializable, Chain.Outputs {
  private static final long serialVersionUID = 1;

  private final List<Spec> steps;
  private final Map<OutputParameter, OutputSource> found;

  private StepList(List<Spec> steps, Map<OutputParameter, OutputSource> found) {
    this.steps = List.copyOf(steps);
    this.found = new LinkedHashMap<>(found);
  }

  /** Steps whose outputs are still to be found. */
  public static StepList of(List<Spec> steps) {
    return new StepList(steps, Map.of());
  }

  /**
   * The same steps, with outputs at the locations that are the values of their parameters: {@code
   * FOLDER[/TABLE][:COLUMN]}; those that were found already stay.
   *
   * @throws UsageException if there is no such output, or it is not what the parameter needs
   */
  public StepList in(Stores stores) throws IOException {
    Map<OutputParameter, OutputSource> all = new LinkedHashMap<>(found);
    for (OutputParameter parameter : outputs()) {
      if (!all.containsKey(parameter)) {
        all.put(parameter, StoredOutput.at(stores, parameter));
      }
    }
    return new StepList(steps, all);
  }

  /**
   * The same steps, one of whose parameters is a table.
   *
   * @param columns those chosen of it; empty for all
   * @throws UsageException if it has no column of a name
   */
  public StepList with(OutputParameter parameter, Table table, List<String> columns) {
    return with(parameter, StoredTable.of(parameter.where(), table, columns));
  }

  /**
   * The same steps, one of whose parameters is files.
   *
   * @param folder the location of the output
   */
  public StepList with(OutputParameter parameter, Stores stores, String folder, Manifest manifest) {
    return with(parameter, StoredFiles.of(parameter.name(), stores, folder, manifest));
  }

  /** The same steps, one of whose parameters will be a table of these columns. */
  public StepList planned(OutputParameter parameter, Columns columns) {
    return with(parameter, new Planned(Optional.of(columns)));
  }

  private StepList with(OutputParameter parameter, OutputSource source) {
    Map<OutputParameter, OutputSource> more = new LinkedHashMap<>(found);
    more.put(parameter, source);
    return new StepList(steps, more);
  }

  /** Something that is not there yet. */
  private record Planned(Optional<Columns> columns)
      implements OutputSource.OfTable, OutputSource.OfFiles {
    @Override
    public String identity() {
      return "";
    }

    @Override
    public Rows rows() {
      throw tooEarly();
    }

    @Override
    public Path folder() {
      throw tooEarly();
    }

    private static IllegalStateException tooEarly() {
      return new IllegalStateException(
          "the output is read before it exists; bind must not call Loaded.get, only what works on"
              + " rows may");
    }
  }

  /** The steps as they were written. */
  public List<Spec> steps() {
    return steps;
  }

  /** The parameters of the steps that are outputs of other stages, in order. */
  public List<OutputParameter> outputs() {
    return OutputParameter.in(steps);
  }

  /** The outputs that were found, as inputs of a recipe: numbered, in order. */
  public List<Recipe.Input> inputs() {
    List<Recipe.Input> inputs = new ArrayList<>();
    for (OutputParameter parameter : outputs()) {
      if (found.get(parameter) instanceof StoredOutput stored) {
        Recipe.Input input = stored.input();
        inputs.add(new Recipe.Input(Integer.toString(inputs.size()), input.key(), input.digest()));
      }
    }
    return inputs;
  }

  @Override
  public OutputSource source(OutputParameter parameter) {
    OutputSource known = found.get(parameter);
    return known == null ? new Planned(Optional.empty()) : known;
  }
}

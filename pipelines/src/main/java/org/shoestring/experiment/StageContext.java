package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.Seed;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.Workspace;
import org.shoestring.table.local.LocalCopy;
import org.shoestring.table.local.NamedInput;
import org.shoestring.table.record.Recipe;

/**
 * What a stage's work is made from.
 *
 * @param finished the outputs of the stages before, by stage
 * @param sources the source files that stages have looked at so far
 * @param remarks takes what the user should know though it is no error
 */
public record StageContext(
    Experiment experiment,
    Workspace workspace,
    Map<String, FinishedOutput> finished,
    FoundSources sources,
    Consumer<String> remarks) {
  public StageContext {
    finished = Map.copyOf(finished);
  }

  /** The same for a stage that reads these outputs, whatever others are made meanwhile. */
  public StageContext reading(Map<String, FinishedOutput> inputs) {
    return new StageContext(experiment, workspace, inputs, sources, remarks);
  }

  /** The folder of this machine where local copies lie. */
  public Path workDir() {
    return workspace.workFolder();
  }

  /** A stage's own seed, or that of the experiment. */
  public Seed seed(@Nullable Seed own) {
    return own == null ? Seed.of(experiment.seed()) : own;
  }

  /** The table that is referred to. */
  public Table table(Reference reference) {
    FinishedOutput input = output(reference);
    return Table.of(
        workspace.stores(),
        reference.where(),
        input.output().folder(),
        input.manifest(),
        reference.table());
  }

  /** A table of a stage that is finished. */
  public Table table(Stage stage, String table) {
    return table(new Reference(stage.where(), stage.name(), table, List.of()));
  }

  /** The places of the columns that are referred to, all if none are. */
  public int[] fields(Reference reference) {
    Table table = table(reference);
    if (reference.columns().isEmpty()) {
      return IntStream.range(0, table.columns().size()).toArray();
    }
    return reference.columns().stream()
        .mapToInt(column -> table.field(reference.where(), column))
        .toArray();
  }

  /** The output that is referred to, files or tables, as an input of a recipe. */
  public Recipe.Input input(String role, Reference reference) {
    FinishedOutput input = output(reference);
    boolean files = input.manifest().tables().isEmpty();
    String digest = files ? input.manifest().filesDigest() : table(reference).digest();
    return new Recipe.Input(role, input.manifest().recipe().key(), digest);
  }

  /** A local copy of the output that is referred to, made under {@code folder}. */
  public Path copy(Reference reference, Path folder) throws IOException {
    FinishedOutput input = output(reference);
    if (input.manifest().tables().isEmpty()) {
      Output output = input.output();
      return LocalCopy.ofFiles(output.stores(), output.folder(), input.manifest(), folder, remarks);
    }
    return LocalCopy.ofTable(table(reference), folder, remarks);
  }

  /** The output that is referred to, as a command names it where it runs. */
  public NamedInput named(String name, Reference reference, Recipe.Input content) {
    FinishedOutput input = output(reference);
    if (input.manifest().tables().isEmpty()) {
      Output output = input.output();
      return NamedInput.ofFiles(name, output.stores(), output.folder(), content);
    }
    return NamedInput.ofTable(name, table(reference), content);
  }

  private FinishedOutput output(Reference reference) {
    return output(reference.stage());
  }

  /** The output of a stage. */
  public FinishedOutput output(String stage) {
    FinishedOutput found = finished.get(stage);
    if (found == null) {
      throw new IllegalStateException(stage + " is not finished");
    }
    return found;
  }
}

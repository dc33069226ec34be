package org.shoestring.experiment.plan;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.shoestring.experiment.RecordedStart;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.StageRecord;
import org.shoestring.table.Output;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;

/** Which outputs the records of an experiment name for its stages, before a run and after it. */
final class RecordedOutputs {
  private final StageContext context;

  /** Stages whose record says that their output is being made. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /** What was recorded before the stages that are to be run were looked at. */
  private final Map<String, StageRecord> before = new ConcurrentHashMap<>();

  RecordedOutputs(StageContext context) {
    this.context = context;
  }

  /** Reads what is recorded of a stage now, before its output is looked at. */
  void look(Stage stage) throws IOException {
    before.put(stage.name(), read(stage));
  }

  /** Whether the record of a stage named an output when it was read last. */
  boolean names(Stage stage, Output output) {
    StageRecord record = before.get(stage.name());
    return record != null && record.outputs().contains(output.name());
  }

  /** Records which output is being made for a stage. */
  void begin(Stage stage, Recipe recipe, Optional<RecordedStart> start) throws IOException {
    write(stage, read(stage).begun(recipe.key(), recipe.type()).startingFrom(start));
    begun.add(stage.name());
  }

  /** Records which output a stage has, unless that is recorded. */
  void keep(Stage stage, Recipe recipe, Optional<RecordedStart> start) throws IOException {
    StageRecord record =
        StageRecord.of(
                recipe.key(),
                stage.type(),
                stage.sourcePatterns(),
                context.sources().of(stage.name()).orElse(null))
            .startingFrom(start);
    if (begun.remove(stage.name()) || !record.equals(before.get(stage.name()))) {
      write(stage, record);
    }
  }

  /** The keys of the trainings that the record of a stage tells of, the last begun first. */
  List<String> trainings(Stage stage) throws IOException {
    return read(stage).trainings();
  }

  /** The recipe of the output that a stage last had, if it still exists. */
  Optional<Recipe> last(Stage stage) throws IOException {
    Optional<String> name = lastName(stage);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return context.workspace().output(name.get()).locate().manifest().map(Manifest::recipe);
  }

  /** The name of the output that a stage last had. */
  Optional<String> lastName(Stage stage) throws IOException {
    StageRecord known = before.get(stage.name());
    return (known == null ? read(stage) : known).outputName();
  }

  /** The names of all outputs that are recorded of a stage now. */
  List<String> names(Stage stage) throws IOException {
    return read(stage).outputs();
  }

  private StageRecord read(Stage stage) throws IOException {
    return StageRecord.read(context.workspace(), context.experiment(), stage.name());
  }

  private void write(Stage stage, StageRecord record) throws IOException {
    record.replace(context.workspace(), context.experiment(), stage.name());
  }
}

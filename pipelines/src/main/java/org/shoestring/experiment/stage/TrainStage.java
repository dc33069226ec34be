package org.shoestring.experiment.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.KnownTables;
import org.shoestring.experiment.Lineage;
import org.shoestring.experiment.Placeholders;
import org.shoestring.experiment.RecordedStart;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.RunSettings;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.StageRecord;
import org.shoestring.experiment.StageType;
import org.shoestring.experiment.command.CommandSeed;
import org.shoestring.experiment.command.CommandTemplate;
import org.shoestring.experiment.command.PortableCommand;
import org.shoestring.experiment.gc.StartsOfOthers;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.UsageException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.Recipe;
import org.shoestring.train.TrainWork;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.train.start.DamagedStartException;
import org.shoestring.train.start.StartFrom;
import org.shoestring.train.stream.StreamSettings;
import org.shoestring.train.stream.StreamedInput;
import org.shoestring.tsv.Columns;

/** {@code train: INPUT}, with a {@code command} whose files are the output. */
record TrainStage(
    String name,
    String where,
    Reference input,
    CommandTemplate command,
    long memory,
    Optional<StreamSettings> stream,
    Optional<CheckpointSettings> checkpoints,
    Optional<StartFrom> startFrom,
    MetricFormat metrics)
    implements Stage {
  private static final List<String> PLACEHOLDERS =
      List.of(Placeholders.INPUT, Placeholders.OUT, Placeholders.CHECKPOINTS);

  /** Its own keys. */
  private static final String[] KEYS =
      Stream.concat(Stream.of(StreamSettings.KEY), Stream.of(CheckpointFields.KEYS))
          .toArray(String[]::new);

  /** Its type. */
  public static final class Type implements StageType {
    @Override
    public String name() {
      return TrainWork.TYPE;
    }

    @Override
    public Stage read(
        String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
      return TrainStage.read(name, fields, stages, commands);
    }
  }

  private static Stage read(
      String name, YamlNode.Fields fields, Set<String> stages, CommandSettings around) {
    String type = TrainWork.TYPE;
    fields.allow("a " + type + " stage", CommonFields.ofCommand(type, KEYS));
    YamlNode input = fields.require(type, "stage " + name);
    YamlNode line = fields.require("command", "stage " + name);
    CommandTemplate command =
        CommandTemplate.read(
            line,
            PLACEHOLDERS,
            stages,
            CommandSettings.read(fields, around),
            CommonFields.files(fields),
            new CommandSeed(CommonFields.seed(fields), true));
    if (!command.uses(Placeholders.OUT)) {
      throw new UsageException(
          line.where() + ": the command does not use {out}, the folder for its output");
    }
    Reference reference = Reference.parse(input.where(), input.text(type)).whole(type);
    Optional<CheckpointSettings> checkpoints =
        CheckpointFields.read(fields, command.uses(Placeholders.CHECKPOINTS));
    return new TrainStage(
        name,
        fields.where(),
        reference,
        command,
        CommonFields.memory(fields),
        DataField.read(fields, command.uses(Placeholders.INPUT)),
        checkpoints,
        CheckpointFields.startFrom(fields),
        CheckpointFields.metrics(fields));
  }

  @Override
  public Stage running(RunSettings run) {
    Optional<CheckpointSettings> changed =
        checkpoints.map(
            settings ->
                settings.running(run.restore(), run.fromScratch(), run.lease(), run.grace()));
    return new TrainStage(name, where, input, command, memory, stream, changed, startFrom, metrics);
  }

  @Override
  public String type() {
    return TrainWork.TYPE;
  }

  @Override
  public List<Reference> inputs() {
    return command.inputsAfter(input);
  }

  @Override
  public Optional<Map<String, Columns>> tables(KnownTables known) {
    inputs().forEach(known::check);
    stream.ifPresent(settings -> DataField.check(settings, input, known));
    return Optional.of(Map.of());
  }

  @Override
  public void checkFiles(Path folder) {
    command.facts().checkFiles(folder);
  }

  @Override
  public boolean isAsLargeAsInput() {
    return false;
  }

  @Override
  public boolean runsPrograms() {
    return true;
  }

  @Override
  public StageWork work(StageContext context) throws IOException {
    List<Recipe.Input> inputs = new ArrayList<>();
    inputs.add(context.input(Placeholders.INPUT, input));
    inputs.addAll(command.inputs(context));
    List<Recipe.Fact> facts = new ArrayList<>(command.facts().of(context));
    Optional<StartingPoint> start = start(context);
    start.ifPresent(point -> facts.add(new Recipe.Fact(StartingPoint.KEY, point.digest())));
    Recipe recipe = new Recipe(TrainWork.TYPE, facts, inputs);
    PortableCommand portable = command.portable(context);
    Optional<StreamedInput> streamed =
        stream.map(
            settings -> new StreamedInput(context.table(input), Placeholders.INPUT, settings));
    TrainWork.Command complete =
        (copies, out, checkpoints) -> {
          Map<String, Path> paths = new HashMap<>();
          paths.put(Placeholders.OUT, out);
          paths.put(Placeholders.CHECKPOINTS, checkpoints);
          paths.put(
              Placeholders.INPUT,
              streamed.isPresent()
                  ? streamed.get().folder(copies)
                  : context.copy(input, copies.resolve(Placeholders.INPUT)));
          for (String named : command.inputNames()) {
            Reference reference = Reference.parse(where, named);
            paths.put(named, context.copy(reference, copies.resolve(named)));
          }
          return portable.on(paths, copies);
        };
    ObjectStore store = context.workspace().store();
    Path work = context.workDir().resolve(recipe.outputName());
    Consumer<String> remarks = remark -> context.remarks().accept(name + ": " + remark);
    return new TrainWork(
        recipe,
        command.text(),
        complete,
        memory,
        work,
        streamed,
        checkpoints.map(
            settings -> settings.among(start, new StartsOfOthers(store, recipe.key(), remarks))),
        metrics,
        remarks);
  }

  /**
   * What it starts from; one that is gone or damaged since it was recorded is known by its digest,
   * so that this fails only where it is to be restored.
   */
  private Optional<StartingPoint> start(StageContext context) throws IOException {
    if (startFrom.isEmpty()) {
      return Optional.empty();
    }
    StartFrom from = startFrom.get();
    Workspace workspace = context.workspace();
    Path folder = context.experiment().folder();
    Optional<StartingPoint> found;
    try {
      found = from.find(workspace.stores(), workspace.store(), folder);
    } catch (BadDataException | DamagedStartException e) {
      Optional<RecordedStart> recorded = recorded(context, from);
      if (recorded.isEmpty()) {
        throw e;
      }
      return recorded.map(start -> StartingPoint.damaged(start.written(), start.digest()));
    }
    if (found.isPresent()) {
      return found;
    }
    Optional<RecordedStart> recorded = recorded(context, from);
    if (recorded.isEmpty()) {
      throw from.missing(workspace.stores(), workspace.store(), folder);
    }
    return recorded.map(start -> StartingPoint.gone(start.written(), start.digest()));
  }

  /** What the stage's record tells of the start that the experiment names. */
  private Optional<RecordedStart> recorded(StageContext context, StartFrom from)
      throws IOException {
    return StageRecord.read(context.workspace(), context.experiment(), name)
        .start()
        .filter(start -> start.written().equals(from.text()));
  }

  @Override
  public List<String> unwatched(Experiment experiment) throws IOException {
    return command.facts().unwatched(experiment);
  }

  @Override
  public Lineage lineage(StageContext context) {
    throw new UsageException(where + ": the output of " + name + " is files, which have no lines");
  }
}

package org.shoestring.experiment.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.FoundSources;
import org.shoestring.experiment.RecordedStart;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.plan.ExaminedStage.State;
import org.shoestring.lease.Moment;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.verify.Verification;
import org.shoestring.table.Output;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.train.TrainWork;
import org.shoestring.transform.piping.PipeLines;

/** Tells of each stage whether it is done, and if not, why not. */
public final class Planner {
  /** For how long it is believed what was found in the workspace, where nobody has claimed it. */
  private static final Duration BELIEVED = Duration.ofSeconds(10);

  /** Of all stages, though without the outputs that exist. */
  private final StageContext context;

  /** The outputs that are known to exist, by stage. */
  private final Map<String, FinishedOutput> finished = new ConcurrentHashMap<>();

  private final Supplier<Moment> clock;

  private final Map<String, Looked> looked = new ConcurrentHashMap<>();

  private final RecordedOutputs recorded;

  /**
   * A planner of an experiment.
   *
   * @param remarks takes what the user should know though it is no error, each once
   */
  public Planner(Experiment experiment, Workspace workspace, Consumer<String> remarks) {
    this(experiment, workspace, remarks, Moment::now);
  }

  /** The same by another clock. */
  public Planner(
      Experiment experiment,
      Workspace workspace,
      Consumer<String> remarks,
      Supplier<Moment> clock) {
    this.clock = clock;
    Set<String> said = ConcurrentHashMap.newKeySet();
    this.context =
        new StageContext(
            experiment,
            workspace,
            Map.of(),
            new FoundSources(),
            remark -> {
              if (said.add(remark)) {
                remarks.accept(remark);
              }
            });
    this.recorded = new RecordedOutputs(context);
  }

  /** A stage as it was at some time. */
  private record Looked(ExaminedStage examined, Moment at) {}

  /** The local folder for what the programs of an output say while they run. */
  public Path logs(Output output) {
    return PipeLines.logs(output);
  }

  /** Where the outputs of the experiment lie. */
  public Workspace workspace() {
    return context.workspace();
  }

  /** Looks at stages in order, each after those that it needs. */
  public List<ExaminedStage> examine(List<Stage> stages) throws IOException {
    List<ExaminedStage> examined = new ArrayList<>();
    for (Stage stage : stages) {
      examined.add(examine(stage, false));
    }
    return examined;
  }

  /**
   * The same for stages that are to be run. Records are read first: an output that was recorded
   * before it was found stays, as long as the record does.
   */
  public List<ExaminedStage> examineToRun(List<Stage> stages) throws IOException {
    List<ExaminedStage> examined = new ArrayList<>();
    for (Stage stage : stages) {
      examined.add(examineToRun(stage));
    }
    return examined;
  }

  /** Looks at a stage; the stages that it needs were looked at, or finished, before. */
  public ExaminedStage examineToRun(Stage stage) throws IOException {
    return examine(stage, true);
  }

  private ExaminedStage examine(Stage stage, boolean toRun) throws IOException {
    Looked known = looked.get(stage.name());
    if (known != null && isBelieved(stage)) {
      return known.examined();
    }
    Moment now = clock.get();
    ExaminedStage examined = look(stage, toRun);
    if (examined.state() != State.AFTER) {
      looked.put(stage.name(), new Looked(examined, now));
    }
    return examined;
  }

  /** Whether a stage was looked at just now. */
  private boolean isBelieved(Stage stage) {
    Looked known = looked.get(stage.name());
    return known != null && !clock.get().isAfter(known.at(), BELIEVED);
  }

  private ExaminedStage look(Stage stage, boolean toRun) throws IOException {
    Map<String, FinishedOutput> inputs = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String name : inputStages(stage)) {
      FinishedOutput input = finished.get(name);
      if (input == null) {
        missing.add(name);
      } else {
        inputs.put(name, input);
      }
    }
    if (!missing.isEmpty()) {
      return new ExaminedStage(
          stage, State.AFTER, "after " + String.join(", ", missing), inputs, null, null, null);
    }
    if (toRun) {
      recorded.look(stage);
    }
    StageWork work = stage.work(context.reading(inputs));
    Output.Located now = locate(stage, work);
    Output output = now.output();
    Optional<Manifest> manifest = now.manifest();
    if (manifest.isPresent()) {
      finish(stage, new FinishedOutput(output, manifest.get()));
      return new ExaminedStage(stage, State.CACHED, "", inputs, work, output, manifest.get());
    }
    Optional<String> done = PartialWork.of(stage, work, output, workspace().store());
    if (done.isPresent()) {
      return new ExaminedStage(stage, State.RESUME, done.get(), inputs, work, output, null);
    }
    String reason = reason(stage, work.recipe());
    return new ExaminedStage(stage, State.RUN, reason, inputs, work, output, null);
  }

  private static List<String> inputStages(Stage stage) {
    return stage.inputs().stream().map(Reference::stage).distinct().toList();
  }

  /** Remarks on what decides the outputs of stages though it is no part of their keys. */
  public void remarkUnwatched(List<Stage> stages) throws IOException {
    for (Stage stage : stages) {
      for (String sentence : unwatched(stage)) {
        context.remarks().accept(stage.name() + ": " + sentence);
      }
    }
  }

  /** Remarks on checkpoints of a former training that this one would leave unused. */
  public void remarkFormer(ExaminedStage examined) throws IOException {
    if (examined.stage().type().equals(TrainWork.TYPE)) {
      Stage stage = examined.stage();
      Optional<FormerTraining> former =
          FormerTraining.of(examined, workspace().store(), recorded.trainings(stage));
      if (former.isPresent()) {
        Optional<Recipe> last = last(stage);
        context.remarks().accept(former.get().hint(last, inputNames(stage), clock.get().wall()));
      }
    }
  }

  /** What decides the output of a stage though it is no part of its key. */
  public List<String> unwatched(Stage stage) throws IOException {
    return stage.unwatched(context.experiment());
  }

  private Output.Located locate(Stage stage, StageWork work) throws IOException {
    Output output = context.workspace().output(work.recipe());
    return recorded.names(stage, output) ? output.hold() : output.locate();
  }

  /** What a run of these stages will ask of remote stores. */
  public PlanCost cost(List<ExaminedStage> plan) throws IOException {
    return new CostEstimate(context.reading(finished)).of(plan);
  }

  /** Takes note of an output that exists. */
  void finish(Stage stage, FinishedOutput output) {
    finished.put(stage.name(), output);
  }

  /**
   * Tells if files that a stage was made from were written while it was at work: its output is not
   * that of the files as they are now.
   */
  void checkUnchanged(Stage stage, Recipe made) throws IOException {
    Recipe now = stage.work(context.reading(finished)).recipe();
    if (!now.key().equals(made.key())) {
      String changes = String.join(", ", RecipeDiff.between(made, now, inputNames(stage)));
      context
          .remarks()
          .accept(
              stage.name()
                  + ": "
                  + changes
                  + " while the stage ran, so the next run starts it again; let commands write to {out}"
                  + " only, and do not edit files while they are imported");
    }
  }

  /** Writes down which output is being made for a stage, so that it is no garbage. */
  public void begin(Stage stage, StageWork work) throws IOException {
    recorded.begin(stage, work.recipe(), RecordedStart.of(work, workspace().store()));
  }

  /**
   * Writes down which output a stage has, and then looks whether it is still there, unless it was
   * found just now, after it was written down.
   *
   * @return empty if {@code gc} has removed it: it is to be made again
   */
  public Optional<FinishedOutput> keep(ExaminedStage examined) throws IOException {
    Stage stage = examined.stage();
    StageWork work = Objects.requireNonNull(examined.work());
    boolean believed = isBelieved(stage);
    if (!believed) {
      recorded.look(stage); // Another run may have written it since.
    }
    recorded.keep(stage, work.recipe(), RecordedStart.of(work, workspace().store()));
    Output output = Objects.requireNonNull(examined.output());
    if (believed && examined.finished().isPresent() && recorded.names(stage, output)) {
      return examined.finished();
    }
    Output.Located now = output.hold();
    return now.manifest().map(manifest -> new FinishedOutput(now.output(), manifest));
  }

  /**
   * Looks whether the outputs that a stage reads are still there, after it was claimed with their
   * names: what is found then stays as long as the claim does.
   */
  public static boolean holdsInputs(ExaminedStage examined) throws IOException {
    for (FinishedOutput input : examined.inputs().values()) {
      Output.Located now = input.output().hold();
      if (now.manifest().isEmpty() || !now.output().equals(input.output())) {
        return false;
      }
    }
    return true;
  }

  /** Looks again at all stages whose turn comes: an output that was found is gone. */
  void forget() {
    looked.clear();
  }

  /** The stages that a stage needs. */
  List<Stage> inputs(Stage stage) {
    return stage.inputs().stream()
        .map(input -> context.experiment().stage(input.where(), input.stage()))
        .distinct()
        .toList();
  }

  /** The recipe of the output that the experiment last had for a stage, if it still exists. */
  public Optional<Recipe> last(Stage stage) throws IOException {
    return recorded.last(stage);
  }

  /** The names of the outputs that the experiment last had, or began to make, for a stage. */
  List<String> recorded(Stage stage) throws IOException {
    return recorded.names(stage);
  }

  private String reason(Stage stage, Recipe now) throws IOException {
    Optional<Recipe> before = last(stage);
    if (before.isEmpty()) {
      return recorded.lastName(stage).isEmpty()
          ? "it was never finished"
          : "its output was removed";
    }
    List<String> changes = RecipeDiff.between(before.get(), now, inputNames(stage));
    return changes.isEmpty() ? "its output is gone" : String.join(", ", changes);
  }

  /** Follows lines back through stages that were looked at and are done. */
  public LineageTrace trace() {
    return new LineageTrace(context.reading(finished));
  }

  /** What can be checked of the output of a stage that was looked at and is done. */
  public Verification verification(Stage stage) {
    return stage.verification(context.reading(finished));
  }

  /** The stages behind the inputs of a recipe, in order. */
  public List<String> inputNames(Stage stage) {
    return stage.inputs().stream().map(Reference::output).toList();
  }
}

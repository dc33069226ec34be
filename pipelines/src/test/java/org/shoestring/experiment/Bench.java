package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.ExperimentRunner;
import org.shoestring.experiment.plan.PlanCost;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.experiment.plan.RunListener;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.experiment.plan.StageResult.End;
import org.shoestring.experiment.plan.WorkPlace;
import org.shoestring.lease.LeaseManager;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.store.Stores;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;
import org.shoestring.worker.StopSignal;

/** An experiment in a folder, planned and run in this process. */
public final class Bench {
  private final Path folder;
  private final List<String> remarks = Collections.synchronizedList(new ArrayList<>());
  private Supplier<Stores> stores;
  private BeamSettings beam = BeamSettings.of("direct", List.of(), 2);

  public Bench(Path folder, String yaml) throws IOException {
    this.folder = folder;
    this.stores = () -> Stores.withoutOptions().workingIn(folder.resolve("work dir"));
    Warnings.to(remarks::add);
    write("e.yaml", yaml);
  }

  /** Runs on another runner from now on. */
  Bench on(String runner, int parallelism) throws IOException {
    beam = BeamSettings.of(runner, List.of(), parallelism).spillingTo(folder.resolve("spill"));
    return this;
  }

  /** Speaks to these stores from now on, asked for whenever something is planned. */
  Bench in(Supplier<Stores> others) {
    stores = others;
    return this;
  }

  /** Writes a file beside the experiment. */
  public void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, text);
  }

  public Path path(String file) {
    return folder.resolve(file);
  }

  /** What the user was told since the last call. */
  public List<String> remarks() {
    List<String> all = List.copyOf(remarks);
    remarks.clear();
    return all;
  }

  public Experiment experiment(String... settings) throws IOException {
    return Experiment.read(folder.resolve("e.yaml"), List.of(settings));
  }

  public Planner planner(Experiment experiment) throws IOException {
    Workspace workspace =
        Workspace.open(
            stores.get(),
            experiment.compressionWhere(),
            experiment.workspace(),
            experiment.codec(),
            experiment.level());
    return new Planner(experiment, workspace, remarks::add);
  }

  /** Runs all stages, which must end well. */
  public Map<String, StageResult> run(String... settings) throws IOException {
    Map<String, StageResult> results = attempt(settings);
    results.values().forEach(result -> assertThat(result.error()).isNull());
    return results;
  }

  /** Plans and runs all stages, as the command line does. */
  public Map<String, StageResult> attempt(String... settings) throws IOException {
    Experiment experiment = experiment(settings);
    return attempt(experiment, List.copyOf(experiment.stages().values()));
  }

  /** Runs some stages and what they need, which must end well. */
  public Map<String, StageResult> runStages(List<String> stages) throws IOException {
    Experiment experiment = experiment();
    Map<String, StageResult> results = attempt(experiment, experiment.needed(stages));
    results.values().forEach(result -> assertThat(result.error()).isNull());
    return results;
  }

  /** What a run of some stages is said to cost. */
  PlanCost cost(List<String> stages, String... settings) throws IOException {
    Experiment experiment = experiment(settings);
    Planner planner = planner(experiment);
    return planner.cost(planner.examine(experiment.needed(stages)));
  }

  private Map<String, StageResult> attempt(Experiment experiment, List<Stage> stages)
      throws IOException {
    Planner planner = planner(experiment);
    planner.examineToRun(stages);
    RunListener deaf =
        new RunListener() {
          @Override
          public void started(ExaminedStage stage) {}

          @Override
          public void ended(StageResult result) {}
        };
    Map<String, StageResult> results = new LinkedHashMap<>();
    try (LeaseManager leases =
        new LeaseManager(
            stores.get().at(experiment.workspace()), LeaseManager.DURATION, remarks::add)) {
      new ExperimentRunner(
              planner,
              WorkPlace.here(beam::options),
              leases,
              2,
              false,
              deaf,
              new StopSignal(),
              new StopSignal())
          .run(stages)
          .forEach(result -> results.put(result.stage().name(), result));
    }
    return results;
  }

  /** How the stages of a run ended, {@code NAME END} each. */
  public static List<String> ends(Map<String, StageResult> results) {
    List<String> ends = new ArrayList<>();
    results.forEach((name, result) -> ends.add(name + " " + result.end()));
    return ends;
  }

  /** The names of stages whose output was made in a run. */
  public static List<String> made(Map<String, StageResult> results) {
    return results.values().stream()
        .filter(result -> result.end() == End.DONE)
        .map(result -> result.stage().name())
        .toList();
  }

  /** A plan, {@code NAME STATE REASON} a stage. */
  public List<String> plan(String... settings) throws IOException {
    Experiment experiment = experiment(settings);
    return planner(experiment).examine(List.copyOf(experiment.stages().values())).stream()
        .map(e -> (e.stage().name() + " " + e.state() + " " + e.reason()).strip())
        .toList();
  }

  /** The lines of the only table that a stage made in a run. */
  public static List<String> lines(Map<String, StageResult> results, String stage)
      throws IOException {
    return lines(results, stage, TableName.MAIN);
  }

  /** The lines of a table that a run made. */
  public static List<String> lines(Map<String, StageResult> results, String stage, String name)
      throws IOException {
    FinishedOutput finished = finished(results, stage);
    Table table =
        Table.of(
            finished.output().stores(),
            "test",
            finished.output().folder(),
            finished.manifest(),
            name);
    List<String> lines = new ArrayList<>();
    try (TableReader rows = table.rows(0)) {
      while (rows.next()) {
        lines.add(rows.row().toString());
      }
    }
    return lines;
  }

  /** The text of a file that a stage made in a run. */
  public static String file(Map<String, StageResult> results, String stage, String path)
      throws IOException {
    FinishedOutput made = finished(results, stage);
    StoredFile file =
        made.manifest().files().stream()
            .filter(stored -> stored.path().equals(path))
            .findFirst()
            .orElseThrow();
    return Files.readString(Path.of(made.output().folder(), file.object()));
  }

  /** How a stage of a run ended. */
  public static StageResult result(Map<String, StageResult> results, String stage) {
    return Objects.requireNonNull(results.get(stage));
  }

  /** The output of a stage in a run. */
  public static FinishedOutput finished(Map<String, StageResult> results, String stage) {
    return Objects.requireNonNull(Objects.requireNonNull(results.get(stage)).finished());
  }
}

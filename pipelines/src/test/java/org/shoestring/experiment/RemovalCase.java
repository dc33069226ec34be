package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.ExperimentRunner;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.experiment.plan.RunListener;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.experiment.plan.WorkPlace;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.table.Output;
import org.shoestring.table.Workspace;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.StopSignal;

/** One workspace, runs in it and who removes what they use, all decided by a seed. */
final class RemovalCase {
  private static final RunListener DEAF =
      new RunListener() {
        @Override
        public void started(ExaminedStage stage) {}

        @Override
        public void ended(StageResult result) {}
      };

  private final Path folder;
  private final Random random;
  private final SteppedStore store;
  private final SteppedProcesses processes;
  private final RemovalChecks checks;
  private final Removers removers;
  private final Steps steps;
  private int users;

  RemovalCase(Path folder, int seed) {
    this.folder = folder;
    this.random = new Random(seed);
    this.store = new SteppedStore(folder, random);
    this.processes = new SteppedProcesses(store, random);
    this.checks = new RemovalChecks(store, SteppedProcesses.LEASE);
    this.removers = new Removers(store, random, processes, checks, () -> users > 0);
    this.steps = new Steps(random, checks::check);
  }

  /** How many steps were taken. */
  long taken() {
    return steps.taken();
  }

  /** Who removed what is used. */
  Removers removers() {
    return removers;
  }

  /** Lets all work until they have ended, and collects once more. */
  void run() throws IOException {
    Stores stores = TestStores.with("stepped", store);
    Workspace workspace = Workspace.open(stores, "test", "stepped", Codec.GZIP, 1).make();
    if (random.nextBoolean()) {
      leaveUnfinished(workspace);
    }
    for (String experiment : List.of("a", "b")) {
      users++;
      steps.add(
          experiment,
          () -> {
            useOften(workspace, experiment);
            users--;
          });
    }
    steps.add("mender", removers::removeUnwantedOften);
    steps.add("saboteur", removers::deleteTombstonesOften);
    steps.add("gc 1", removers::collectOften);
    steps.add("gc 2", removers::collectOften);
    try (processes) {
      steps.run(random.nextBoolean() ? 40 : 300);
      store.pass(10_000);
      removers.collect(processes.next().leases());
      checks.check();
      checks.checkRecords(workspace);
    }
  }

  /** Outputs that were begun long ago, and that no record names. */
  private void leaveUnfinished(Workspace workspace) throws IOException {
    for (String setting : List.of("0", "1")) {
      SteppedStage stage =
          SteppedStage.of("raw", List.of(), setting, "same", SteppedStage.Observer.NONE);
      stage.begin(workspace, 1 + random.nextInt(SteppedStage.UNITS));
    }
    store.pass(1000);
  }

  private void useOften(Workspace workspace, String experiment) throws Exception {
    SteppedProcesses.One process = processes.next();
    for (int i = 0; i < 8; i++) {
      try {
        use(workspace, experiment, process, i);
      } catch (OutputRemovedException e) {
        assertThat(e).hasMessageContaining(" 3 times while it was at work");
      } catch (Steps.Killed e) {
        Steps.rise();
        checks.dies(process.holder());
        process = processes.next();
      }
    }
  }

  private SteppedStage.Observer observer(SteppedProcesses.One process) {
    return new SteppedStage.Observer() {
      private RemovalChecks.Working now =
          new RemovalChecks.Working(process.holder(), "", List.of());

      @Override
      public void begins(Output output, List<FinishedOutput> inputs) {
        now = new RemovalChecks.Working(process.holder(), output.name(), inputs);
        checks.begins(now);
      }

      @Override
      public void between() {
        if (random.nextBoolean()) {
          process.leases().renew();
        }
      }

      @Override
      public void ends() {
        checks.ends(now);
      }
    };
  }

  /** A run with other settings than the last one, mostly; some say what only they say. */
  private void use(Workspace workspace, String name, SteppedProcesses.One process, int run)
      throws Exception {
    String setting = Integer.toString(random.nextInt(2));
    String said = random.nextBoolean() ? "same" : name + run;
    SteppedStage.Observer observer = observer(process);
    Map<String, Stage> stages = new LinkedHashMap<>();
    stages.put("raw", SteppedStage.of("raw", List.of(), setting, said, observer));
    stages.put("clean", SteppedStage.of("clean", List.of("raw"), setting, said, observer));
    Experiment experiment =
        new Experiment(name, folder, "stepped", Codec.GZIP, 1, "test", 1, false, stages);
    Planner planner = new Planner(experiment, workspace, remark -> {}, process.clock());
    ExperimentRunner runner =
        new ExperimentRunner(
            planner,
            WorkPlace.here(units -> PipelineOptionsFactory.create()),
            process.leases(),
            1,
            false,
            DEAF,
            new StopSignal(),
            new StopSignal());
    if (random.nextBoolean()) {
      planner.examineToRun(List.copyOf(stages.values()));
    }
    for (Stage stage : stages.values()) {
      checks.forget(name + "/" + stage.name());
      FinishedOutput finished = Objects.requireNonNull(runner.work(stage).finished());
      checks.rely(name + "/" + stage.name(), finished);
    }
  }
}

package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.Planner.Examined;
import org.shoestring.store.TestStores;
import org.shoestring.table.Manifest;
import org.shoestring.table.Removal;
import org.shoestring.table.Shard;
import org.shoestring.table.Workspace;
import org.shoestring.tsv.Codec;

/**
 * Runs and collectors in one workspace, suspended between any two requests for any time, and killed
 * now and then: whatever a record names is whole, after every single request of anybody. {@code
 * -Dshoestring.seed} repeats one case, {@code -Dshoestring.seeds=5000} tries more.
 */
class RemovalInterleavingsTest {
  private static final int FEW = 60;
  private static final int MANY = Integer.getInteger("shoestring.seeds", 1000);
  private static final int ONE = Integer.getInteger("shoestring.seed", -1);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);

  @TempDir private Path folder = Path.of("");

  @Test
  void run_besideCollectors_neverLosesWhatARecordNames() throws IOException {
    tryOut(FEW);
  }

  @Test
  @Tag("long")
  void run_besideCollectorsInManyOrders_neverLosesWhatARecordNames() throws IOException {
    tryOut(MANY);
  }

  private void tryOut(int seeds) throws IOException {
    int first = Math.max(0, ONE);
    long steps = 0;
    long removed = 0;
    for (int seed = first; seed < (ONE < 0 ? seeds : ONE + 1); seed++) {
      Case one = new Case(seed);
      try {
        one.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dshoestring.seed=" + seed, e);
      }
      steps += one.steps.taken();
      removed += one.removed;
    }
    assertThat(removed)
        .as("outputs removed in %d steps", steps)
        .isGreaterThan(ONE < 0 ? seeds / 2 : -1);
  }

  /** One workspace and who works in it, all decided by a seed. */
  private final class Case {
    private final Random random;
    private final SteppedStore store;
    private final Steps steps;
    private final List<Leases> leases = new ArrayList<>();
    private int removed;
    private int users;

    /** What stages of runs have and rely on, by experiment and stage. */
    private final Map<String, Finished> relied = new TreeMap<>();

    Case(int seed) {
      this.random = new Random(seed);
      this.store = new SteppedStore(folder, random);
      this.steps = new Steps(random, this::check);
    }

    void run() throws IOException {
      TestStores.put("stepped", store);
      Workspace workspace = Workspace.open("test", "stepped", Codec.GZIP, 1).make();
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
      steps.add("gc 1", this::collectOften);
      steps.add("gc 2", this::collectOften);
      try {
        steps.run(random.nextBoolean() ? 40 : 300);
        store.pass(10_000);
        collect(leases());
        check();
        checkRecords();
      } finally {
        leases.forEach(Leases::close);
      }
    }

    /** Outputs that were begun long ago, and that no record names. */
    private void leaveUnfinished(Workspace workspace) throws IOException {
      for (String setting : List.of("0", "1")) {
        SteppedStage stage = SteppedStage.of("raw", List.of(), setting, "same");
        stage.begin(workspace, 1 + random.nextInt(SteppedStage.UNITS));
      }
      store.pass(1000);
    }

    private Leases leases() {
      Leases.Clock clock =
          new Leases.Clock() {
            @Override
            public long nanoTime() {
              return Duration.ofSeconds(store.seconds()).toNanos();
            }

            @Override
            public void sleep(Duration pause) {
              Steps.turn();
              store.pass(1);
            }
          };
      Leases made = new Leases(store, LEASE, remark -> {}, clock, Holder.self());
      leases.add(made);
      return made;
    }

    private void collectOften() throws IOException {
      Leases own = leases();
      while (users > 0) {
        try {
          collect(own);
        } catch (Steps.Killed e) {
          Steps.rise();
          own = leases();
        }
      }
    }

    private void collect(Leases own) throws IOException {
      new GarbageCollector(store, GRACE, Set.of(), LEASE, remark -> {})
          .remove(own, garbage -> removed += garbage.kind() == Garbage.Kind.OUTPUT ? 1 : 0);
    }

    private void useOften(Workspace workspace, String experiment) throws Exception {
      Leases own = leases();
      for (int i = 0; i < 8; i++) {
        try {
          use(workspace, experiment, own, i);
        } catch (Steps.Killed e) {
          Steps.rise();
          own = leases();
        }
      }
    }

    /** A run with other settings than the last one, mostly; some say what only they say. */
    private void use(Workspace workspace, String name, Leases own, int run) throws Exception {
      String setting = Integer.toString(random.nextInt(2));
      String said = random.nextBoolean() ? "same" : name + run;
      Map<String, Stage> stages = new LinkedHashMap<>();
      stages.put("raw", SteppedStage.of("raw", List.of(), setting, said));
      stages.put("clean", SteppedStage.of("clean", List.of("raw"), setting, said));
      Experiment experiment =
          new Experiment(name, folder, "stepped", Codec.GZIP, 1, "test", 1, false, stages);
      Planner planner = new Planner(experiment, workspace, folder, remark -> {});
      ExperimentRunner runner =
          new ExperimentRunner(
              planner, units -> PipelineOptionsFactory.create(), own, 1, false, DEAF);
      if (random.nextBoolean()) {
        planner.examineToRun(List.copyOf(stages.values()));
      }
      for (Stage stage : stages.values()) {
        relied.remove(name + "/" + stage.name());
        Finished finished = runner.work(stage).finished();
        assertThat(finished).isNotNull();
        relied.put(name + "/" + stage.name(), finished);
      }
    }

    /** What runs rely on is there, at this moment. */
    private void check() {
      relied.forEach(
          (stage, finished) ->
              check(stage, finished.output().path(), Optional.of(finished.manifest())));
    }

    private void check(String stage, String path, Optional<Manifest> expected) {
      Optional<String> text = manifest(path);
      assertThat(text).as("manifest of %s: %s", stage, path).isPresent();
      Manifest manifest = Manifest.parse("stepped/" + path, text.get());
      expected.ifPresent(known -> assertThat(manifest).isEqualTo(known));
      for (Shard shard : manifest.shards()) {
        assertThat(store.peek(path + "/" + shard.object()))
            .as("shard of %s: %s/%s", stage, path, shard.object())
            .isPresent();
      }
    }

    private Optional<String> manifest(String path) {
      try {
        return Removal.of(store, path).look().manifest();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /** In the end, whatever finished outputs records name are whole where they are found. */
    private void checkRecords() throws IOException {
      for (String experiment : List.of("a", "b")) {
        for (String stage : List.of("raw", "clean")) {
          StageRecord record =
              StageRecord.read(store, "experiments/" + experiment + "/" + stage + ".tsv");
          Optional<String> name = record.outputName();
          if (name.isPresent()) {
            Workspace workspace = Workspace.open("test", "stepped", Codec.GZIP, 1);
            var now = workspace.output(name.get()).locate();
            if (now.manifest().isPresent()) {
              check(experiment + "/" + stage, now.output().path(), now.manifest());
            }
          }
        }
      }
    }
  }

  private static final RunListener DEAF =
      new RunListener() {
        @Override
        public void started(Examined stage) {}

        @Override
        public void ended(StageResult result) {}
      };
}

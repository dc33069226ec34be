package org.shoestring.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
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
import org.shoestring.spec.UsageException;
import org.shoestring.store.StoredObject;
import org.shoestring.store.TestStores;
import org.shoestring.table.FactFile;
import org.shoestring.table.Manifest;
import org.shoestring.table.Output;
import org.shoestring.table.OutputFolder;
import org.shoestring.table.OutputRemovedException;
import org.shoestring.table.Removal;
import org.shoestring.table.Shard;
import org.shoestring.table.Workspace;
import org.shoestring.tsv.Codec;

/**
 * Runs and collectors in one workspace, suspended between any two requests for any time, and killed
 * now and then. Somebody removes outputs that are used, by their names, and somebody deletes
 * tombstones. Still, after every single request of anybody, whatever a record names is whole,
 * unless a person wanted it gone, and so is what the work on a claimed output reads. {@code
 * -Dshoestring.seed} repeats one case, {@code -Dshoestring.seeds=5000} tries more.
 */
class RemovalInterleavingsTest {
  private static final int FEW = 20;
  private static final int MANY = Integer.getInteger("shoestring.seeds", 600);
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
    long replaced = 0;
    for (int seed = first; seed < (ONE < 0 ? seeds : ONE + 1); seed++) {
      Case one = new Case(seed);
      try {
        one.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dshoestring.seed=" + seed, e);
      }
      steps += one.steps.taken();
      removed += one.removed;
      replaced += one.replaced;
    }
    assertThat(removed)
        .as("outputs removed in %d steps", steps)
        .isGreaterThan(ONE < 0 ? seeds / 2 : -1);
    assertThat(replaced).as("outputs replaced").isGreaterThan(ONE < 0 ? seeds / 2 : -1);
  }

  /** One workspace and who works in it, all decided by a seed. */
  private final class Case {
    private final Random random;
    private final SteppedStore store;
    private final Steps steps;
    private final List<Leases> leases = new ArrayList<>();
    private int removed;
    private int replaced;
    private int users;

    /** Folders that somebody wants gone. */
    private final Set<String> unwanted = new HashSet<>();

    /** The work that is going on, whose claim was there at every moment. */
    private final Set<Working> working = new HashSet<>();

    /** The same, though their claims may have lapsed. */
    private final Set<Working> making = new HashSet<>();

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
      steps.add("mender", this::removeUnwantedOften);
      steps.add("saboteur", this::deleteTombstonesOften);
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
        SteppedStage stage =
            SteppedStage.of("raw", List.of(), setting, "same", SteppedStage.Observer.NONE);
        stage.begin(workspace, 1 + random.nextInt(SteppedStage.UNITS));
      }
      store.pass(1000);
    }

    /** The claims of a process that nobody knows yet. */
    private Leases leases() {
      return leases(newHolder());
    }

    private Holder newHolder() {
      String id = "process " + leases.size();
      return new Holder(id, id, "machine of " + id, leases.size(), "1");
    }

    private Moment moment() {
      Duration passed = Duration.ofSeconds(store.seconds());
      return new Moment(passed.toNanos(), Instant.EPOCH.plus(passed));
    }

    private Leases leases(Holder holder) {
      Leases.Clock clock =
          new Leases.Clock() {
            @Override
            public Moment now() {
              return moment();
            }

            @Override
            public void sleep(Duration pause) {
              Steps.turn();
              store.pass(1);
            }
          };
      Leases made = new Leases(store, LEASE, remark -> {}, clock, holder);
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

    /** Removes an output now and then that is there, and mostly used. */
    private void removeUnwantedOften() throws IOException {
      Leases own = leases();
      while (users > 0) {
        try {
          Steps.turn();
          if (random.nextInt(20) == 0) {
            removeUnwanted(own);
          }
        } catch (Steps.Killed e) {
          Steps.rise();
          own = leases();
        }
      }
    }

    private void removeUnwanted(Leases own) throws IOException {
      List<String> made = folders(Removal.State.MADE);
      if (made.isEmpty()) {
        return;
      }
      String folder = made.get(random.nextInt(made.size()));
      unwanted.add("outputs/" + folder);
      try {
        new UnwantedOutputs(store, LEASE, remark -> {})
            .remove(own, List.of(folder), garbage -> replaced++);
      } catch (UsageException e) {
        assertThat(e).hasMessageContaining("outputs/" + folder);
      }
    }

    /**
     * Deletes tombstones that have their answer beside them, while what they bury is deleted, but
     * not while somebody makes the output: its manifest may be on its way.
     */
    private void deleteTombstonesOften() {
      while (users > 0) {
        try {
          Steps.turn();
          for (String folder : folders(Removal.State.GIVEN_UP)) {
            String path = "outputs/" + folder + "/";
            String output = OutputFolder.output(folder);
            boolean made = making.stream().anyMatch(work -> work.output().equals(output));
            boolean answered = !store.peekAll(path + "_removal/").isEmpty();
            boolean buries = !store.peekAll(path + "part-").isEmpty();
            if (answered && !made && random.nextInt(buries ? 3 : 30) == 0) {
              store.delete(path + "_manifest.tsv");
            }
          }
        } catch (Steps.Killed e) {
          Steps.rise();
        }
      }
    }

    /** The folders of outputs that are so, without a step. */
    private List<String> folders(Removal.State state) {
      return store.peekAll("outputs/").stream()
          .map(object -> object.name().split("/", 3)[1])
          .distinct()
          .filter(folder -> look("outputs/" + folder).state() == state)
          .toList();
    }

    private void useOften(Workspace workspace, String experiment) throws Exception {
      Holder holder = newHolder();
      Leases own = leases(holder);
      for (int i = 0; i < 8; i++) {
        try {
          use(workspace, experiment, holder, own, i);
        } catch (OutputRemovedException e) {
          assertThat(e).hasMessageContaining(" 3 times while it was at work");
        } catch (Steps.Killed e) {
          Steps.rise();
          Holder dead = holder;
          making.removeIf(work -> work.holder().equals(dead));
          holder = newHolder();
          own = leases(holder);
        }
      }
    }

    /** The work of a process on an output, which reads others. */
    private record Working(Holder holder, String output, List<Finished> inputs) {}

    private SteppedStage.Observer observer(Holder holder, Leases own) {
      return new SteppedStage.Observer() {
        private Working now = new Working(holder, "", List.of());

        @Override
        public void begins(Output output, List<Finished> inputs) {
          now = new Working(holder, output.name(), inputs);
          working.add(now);
          making.add(now);
        }

        @Override
        public void between() {
          if (random.nextBoolean()) {
            own.renew();
          }
        }

        @Override
        public void ends() {
          working.remove(now);
          making.remove(now);
        }
      };
    }

    /** Whether work is claimed, and was renewed lately. */
    private boolean isClaimed(Working work) {
      for (StoredObject claim : store.peekAll("leases/" + work.output() + "/")) {
        String text = new String(store.peek(claim.name()).orElseThrow(), UTF_8);
        Optional<Claim> made = Claim.parse(new FactFile("claim", text, ""));
        if (made.filter(one -> one.holder().equals(work.holder())).isPresent()
            && !claim.modified().plus(LEASE).isBefore(Instant.ofEpochSecond(store.seconds()))) {
          return true;
        }
      }
      return false;
    }

    /** A run with other settings than the last one, mostly; some say what only they say. */
    private void use(Workspace workspace, String name, Holder holder, Leases own, int run)
        throws Exception {
      String setting = Integer.toString(random.nextInt(2));
      String said = random.nextBoolean() ? "same" : name + run;
      SteppedStage.Observer observer = observer(holder, own);
      Map<String, Stage> stages = new LinkedHashMap<>();
      stages.put("raw", SteppedStage.of("raw", List.of(), setting, said, observer));
      stages.put("clean", SteppedStage.of("clean", List.of("raw"), setting, said, observer));
      Experiment experiment =
          new Experiment(name, folder, "stepped", Codec.GZIP, 1, "test", 1, false, stages);
      Planner planner = new Planner(experiment, workspace, folder, remark -> {}, this::moment);
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
      relied.values().removeIf(finished -> unwanted.contains(finished.output().path()));
      relied.forEach(
          (stage, finished) ->
              check(stage, finished.output().path(), Optional.of(finished.manifest())));
      working.removeIf(work -> !isClaimed(work));
      for (Working work : working) {
        for (Finished input : work.inputs()) {
          String stage = "what " + work.holder().id() + " reads";
          check(stage, input.output().path(), Optional.of(input.manifest()));
        }
      }
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
      return look(path).manifest();
    }

    private Removal.Found look(String path) {
      try {
        return Removal.of(store, path).look();
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

package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.OutputRemovedException;
import org.shoestring.table.Recipe;
import org.shoestring.table.Removal;
import org.shoestring.table.UnitRecord;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Columns;

class GarbageCollectorTest {
  private static final Duration DAY = Duration.ofDays(1);

  /** What stays of an output that is removed, so that its folder is never used again. */
  private static final List<String> TOMBSTONE =
      List.of("_manifest.tsv", "_removal/000000-answer", "_removal/000000-question");

  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [a]}
        clean: {preprocess: raw, steps: [empty]}
      """;

  private final Bench bench;
  private final ObjectStore store;

  GarbageCollectorTest(@TempDir Path folder) throws IOException {
    this.bench = new Bench(folder, YAML);
    bench.write("raw.tsv", "a\n\nB\n");
    this.store = Stores.at(folder.resolve("w").toString());
  }

  private GarbageCollector collector(String... forgotten) {
    return new GarbageCollector(
        store,
        DAY,
        Set.of(forgotten),
        Leases.DURATION,
        remark -> {
          throw new AssertionError(remark);
        });
  }

  /** What is found, {@code KIND NAME} each. */
  private List<String> found(String... forgotten) throws IOException {
    return garbage(forgotten).stream().map(g -> g.kind() + " " + g.name()).toList();
  }

  private List<Garbage> garbage(String... forgotten) throws IOException {
    List<Garbage> found = new ArrayList<>();
    collector(forgotten).find(found::add);
    return found;
  }

  /** Collects, with something done before each request that changes the workspace. */
  private List<Garbage> removeWith(HookedStore.Hook hook) throws IOException {
    List<Garbage> removed = new ArrayList<>();
    new GarbageCollector(new HookedStore(store, hook), DAY, Set.of(), Leases.DURATION, remark -> {})
        .remove(removed::add);
    return removed;
  }

  /** Something that is done once, before a certain request of a collector. */
  private HookedStore.Hook once(String request, String name, Work work) {
    AtomicBoolean done = new AtomicBoolean();
    return (asked, object) -> {
      if (asked.equals(request) && object.endsWith(name) && done.compareAndSet(false, true)) {
        work.run();
      }
    };
  }

  private interface Work {
    void run() throws IOException;
  }

  private List<Garbage> remove(String... forgotten) throws IOException {
    List<Garbage> removed = new ArrayList<>();
    collector(forgotten).remove(removed::add);
    return removed;
  }

  /** The folders of outputs that are not given up. */
  private List<String> outputs() throws IOException {
    List<String> folders = new ArrayList<>();
    for (StoredObject object : store.list("outputs/")) {
      String folder = object.name().split("/", 3)[1];
      Removal removal = Removal.of(store, "outputs/" + folder);
      if (!folders.contains(folder) && removal.look().state() != Removal.State.GIVEN_UP) {
        folders.add(folder);
      }
    }
    return folders;
  }

  /** What is left in the folder of an output. */
  private List<String> left(String folder) throws IOException {
    return store.list("outputs/" + folder + "/").stream()
        .map(object -> object.name().substring("outputs/".length() + folder.length() + 1))
        .toList();
  }

  /** Lets a claim of a collector that died not be waited for. */
  private void dropClaims() throws IOException {
    for (StoredObject claim : Claim.all(store)) {
      store.delete(claim.name());
    }
  }

  /** An output of the stage {@code clean} that nothing reaches any more; its name. */
  private String abandoned() throws IOException {
    String clean = output(Bench.result(bench.run(), "clean"));
    store.delete("experiments/e/clean.tsv");
    age();
    return clean;
  }

  private String folder(Map<String, StageResult> results, String stage) {
    String path = Bench.finished(results, stage).output().path();
    return path.substring("outputs/".length());
  }

  private List<String> names() throws IOException {
    return store.list("").stream()
        .map(StoredObject::name)
        .filter(name -> !name.startsWith("_tmp/"))
        .toList();
  }

  /** Lets all that there is be two days old. */
  private void age() throws IOException {
    try (Stream<Path> files = Files.walk(bench.path("w"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
      }
    }
  }

  private void write(String name, String text) throws IOException {
    assertThat(store.create(name, text.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  private static String output(StageResult result) {
    return Objects.requireNonNull(result.finished()).output().name();
  }

  @Test
  void find_allRecorded_isNothing() throws IOException {
    bench.run();
    age();

    assertThat(found()).isEmpty();
  }

  @Test
  void remove_outputOfEarlierSettings_isGoneAndTheOthersStay() throws IOException {
    String old = output(Bench.result(bench.run(), "clean"));
    List<String> now =
        bench.run("stages.clean.steps=lowercase").values().stream()
            .map(GarbageCollectorTest::output)
            .sorted()
            .toList();
    assertThat(found()).as("young").isEmpty();
    age();
    assertThat(found()).containsExactly("OUTPUT outputs/" + old);

    List<Garbage> garbage = garbage();
    assertThat(outputs()).contains(old);
    assertThat(remove()).isEqualTo(garbage);
    assertThat(garbage.get(0).bytes()).isPositive();
    assertThat(outputs()).containsExactlyElementsOf(now);
    assertThat(found()).isEmpty();
    assertThat(Bench.made(bench.run("stages.clean.steps=lowercase"))).isEmpty();
  }

  @Test
  void find_outputThatIsClaimedOrReadByAClaimed_isKept() throws IOException {
    String raw = output(Bench.result(bench.run(), "raw"));
    String other = "score-" + "0".repeat(32);
    write("outputs/" + other + "/_parts/00000.tsv", "");
    for (String record : List.of("raw", "clean")) {
      store.delete("experiments/e/" + record + ".tsv");
    }
    age();
    Lease lease = new Lease(store, other, 0, DAY, List.of(raw));
    assertThat(lease.create()).isTrue();
    assertThat(found()).hasSize(1).allMatch(name -> name.startsWith("OUTPUT outputs/preprocess-"));

    lease.close();
    assertThat(found()).hasSize(3);
  }

  @Test
  void find_begunAndNotFinished_isKeptWhileItIsRecorded() throws IOException {
    bench.run();
    Planner planner = bench.planner(bench.experiment("stages.clean.steps=lowercase"));
    List<Planner.Examined> plan =
        planner.examine(List.copyOf(bench.experiment().stages().values()));
    String begun = "preprocess-" + "1".repeat(32);
    write("outputs/" + begun + "/_parts/00000.tsv", "");
    planner.begin(plan.get(1).stage(), new Recipe("preprocess", List.of(), List.of()));
    age();

    assertThat(found()).containsExactly("OUTPUT outputs/" + begun);
    assertThat(StageRecord.read(store, "experiments/e/clean.tsv").outputs()).hasSize(2);
  }

  @Test
  void find_shardThatNoManifestNames_isALoser() throws IOException {
    String raw = output(Bench.result(bench.run(), "raw"));
    String loser = "outputs/" + raw + "/part-00000-00000-0123456789abcdef.tsv.gz";
    String reject = "outputs/" + raw + "/_rejected/part-00000-00000-0123456789abcdef.tsv.gz";
    write(loser, "x");
    write(reject, "x");
    assertThat(found()).as("young").isEmpty();
    age();

    assertThat(found()).containsExactly("LOSER " + reject, "LOSER " + loser);
  }

  @Test
  void find_whatOthersWrote_isNeverTouched() throws IOException {
    String clean = output(Bench.result(bench.run(), "clean"));
    store.delete("experiments/e/clean.tsv");
    List<String> foreign =
        List.of(
            "notes.txt",
            "outputs/mine/part-00000-00000-0123456789abcdef.tsv.gz",
            "outputs/" + clean + "/notes.txt",
            "outputs/" + clean + "/part-1.tsv.gz",
            "leases/note",
            "leases/" + clean + "/000000-ab8da989",
            "experiments/e/raw.tsv-ab8da989",
            "_tmp/mine");
    for (String name : foreign) {
      write(name, "x");
    }
    age();

    remove();
    assertThat(store.list("").stream().map(StoredObject::name).toList()).containsAll(foreign);
    assertThat(left(clean))
        .contains("notes.txt", "part-1.tsv.gz")
        .containsAll(TOMBSTONE)
        .hasSize(5);
  }

  @Test
  void remove_killedBeforeAnyRequest_isEndedByTheNextAndMadeAgainWhole() throws IOException {
    String clean = abandoned();
    List<String> lines = List.of("a", "B");
    boolean killed = true;
    int generation = 0;
    for (int good = 0; killed; good++) {
      AtomicInteger left = new AtomicInteger(good);
      HookedStore.Hook kill =
          (request, name) -> {
            if (left.getAndDecrement() <= 0) {
              throw new IOException("killed");
            }
          };
      try {
        removeWith(kill);
        killed = false;
      } catch (IOException e) {
        assertThat(e).hasMessage("killed");
      }
      dropClaims();
      if (good % 2 == 0) { // Whether another one goes on with it, or a run comes first.
        age();
        remove();
        String now = clean + (generation == 0 ? "" : "." + generation);
        assertThat(left(now)).containsAll(TOMBSTONE).noneMatch(name -> name.startsWith("part-"));
        assertThat(found()).isEmpty();
      }
      Map<String, StageResult> results = bench.run();
      assertThat(Bench.lines(results, "clean")).isEqualTo(lines);
      String folder = folder(results, "clean");
      generation =
          folder.equals(clean) ? 0 : Integer.parseInt(folder.substring(clean.length() + 1));
      assertThat(outputs()).contains(folder);
      store.delete("experiments/e/clean.tsv");
      age();
    }
    assertThat(generation).isGreaterThan(5);
  }

  @Test
  void remove_thenMadeAgain_isInTheNextFolderAndFoundThere() throws IOException {
    String clean = abandoned();
    assertThat(remove()).extracting(Garbage::name).containsExactly("outputs/" + clean);
    assertThat(left(clean)).containsExactlyElementsOf(TOMBSTONE);

    Map<String, StageResult> again = bench.run();
    assertThat(Bench.ends(again)).containsExactly("raw CACHED", "clean DONE");
    assertThat(folder(again, "clean")).isEqualTo(clean + ".1");
    assertThat(output(Bench.result(again, "clean"))).isEqualTo(clean);
    assertThat(Bench.lines(again, "clean")).containsExactly("a", "B");
    assertThat(bench.plan()).containsExactly("raw CACHED", "clean CACHED");
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".1");
    age();
    assertThat(found()).isEmpty();

    store.delete("experiments/e/clean.tsv");
    assertThat(remove()).extracting(Garbage::name).containsExactly("outputs/" + clean + ".1");
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".2");
  }

  @Test
  void remove_unfinished_leavesATombstoneThatNoCommitPasses() throws IOException {
    String begun = "preprocess-" + "1".repeat(32);
    write("outputs/" + begun + "/_parts/00000.tsv", "");
    age();
    assertThat(remove()).extracting(Garbage::name).containsExactly("outputs/" + begun);
    assertThat(left(begun)).containsExactly("_manifest.tsv");

    // A worker that began before goes on after it.
    Output output = Output.in(bench.path("w").toString(), begun, Codec.GZIP, 1);
    Recipe recipe = new Recipe("preprocess", List.of(), List.of());
    output.finish(Output.recordName(0), new UnitRecord(List.of(), Map.of(), List.of()));
    Commit commit = Commit.of(output, recipe, Map.of("main", Columns.of("a")), 1);
    assertThatThrownBy(commit::run)
        .isInstanceOf(OutputRemovedException.class)
        .hasMessage(
            output.folder() + ": gc removed it while it was in use; run again to make it again");
    assertThat(remove()).extracting(Garbage::name).containsExactly("outputs/" + begun);
    assertThat(left(begun)).containsExactly("_manifest.tsv");
  }

  /** Before the collector reads all roots once more, and after it has read them. */
  @ParameterizedTest
  @ValueSource(strings = {"put _manifest.tsv", "create -question", "create -answer"})
  void remove_foundByARunBeforeTheAnswer_isKeptAndNotMadeAgain(String moment) throws IOException {
    String clean = abandoned();
    String[] request = moment.split(" ", 2);
    List<Garbage> removed =
        removeWith(
            once(
                request[0],
                request[1],
                () -> assertThat(Bench.made(bench.run())).as("made again").isEmpty()));

    assertThat(removed).isEmpty();
    assertThat(outputs()).contains(clean);
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean);
    age();
    assertThat(found()).isEmpty();
    store.delete("experiments/e/clean.tsv");
    assertThat(remove())
        .as("another time")
        .extracting(Garbage::name)
        .containsExactly("outputs/" + clean);
  }

  /** While the tombstone, or the first deletion, is on its way. */
  @ParameterizedTest
  @ValueSource(strings = {"put _manifest.tsv", "delete .tsv.gz"})
  void remove_foundByARunAfterTheAnswer_isMadeAgainElsewhere(String moment) throws IOException {
    String clean = abandoned();
    String[] request = moment.split(" ", 2);
    int mark = request[0].equals("put") ? 1 : 0; // The first one adds the mark.
    AtomicInteger seen = new AtomicInteger();
    removeWith(
        (asked, name) -> {
          if (asked.equals(request[0])
              && name.contains(clean)
              && name.endsWith(request[1])
              && seen.getAndIncrement() == mark) {
            dropClaims(); // As if this collector had been suspended for longer than its claim.
            Map<String, StageResult> results = bench.run();
            assertThat(Bench.made(results)).containsExactly("clean");
            assertThat(folder(results, "clean")).isEqualTo(clean + ".1");
          }
        });

    assertThat(seen.get()).isGreaterThan(mark);
    assertThat(left(clean)).containsExactlyElementsOf(TOMBSTONE);
    Map<String, StageResult> after = bench.run();
    assertThat(Bench.made(after)).isEmpty();
    assertThat(Bench.lines(after, "clean")).containsExactly("a", "B");
  }

  @Test
  void run_inputRemovedBeforeItsStageIsClaimed_makesTheInputAgain() throws IOException {
    bench.run();
    String clean = "outputs/" + abandoned();
    String raw = folder(bench.runStages(List.of("raw")), "raw");
    Removal.of(store, clean).answer(Removal.of(store, clean).ask(), false); // It is to be made.
    age();
    TestStores.put(
        store.location(),
        new HookedStore(
            store,
            once(
                "create",
                clean.replace("outputs/", "leases/") + "/000000",
                () -> {
                  store.delete("experiments/e/raw.tsv"); // As if other settings were recorded.
                  List<String> removed = remove().stream().map(Garbage::name).toList();
                  assertThat(removed).containsExactly("outputs/" + raw, clean);
                })));
    try {
      Map<String, StageResult> results = bench.run();
      assertThat(Bench.lines(results, "clean")).containsExactly("a", "B");
    } finally {
      TestStores.put(store.location(), store);
    }
    assertThat(outputs()).containsExactly(raw + ".1", clean.substring("outputs/".length()) + ".1");
    assertThat(Bench.made(bench.run())).isEmpty();
  }

  @Test
  void remove_neededByWorkThatBeginsMeanwhile_isKept() throws IOException {
    String raw = output(Bench.result(bench.run(), "raw"));
    store.delete("experiments/e/raw.tsv");
    age();
    Lease work = new Lease(store, "score-" + "0".repeat(32), 0, DAY, List.of(raw));
    List<Garbage> removed =
        removeWith(
            once("create", "leases/" + raw + "/000000", () -> assertThat(work.create()).isTrue()));
    assertThat(removed).isEmpty();
    assertThat(outputs()).contains(raw);
  }

  @Test
  void remove_forgottenButRecordedAnewMeanwhile_isKept() throws IOException {
    bench.run();
    age();
    List<Garbage> found = new ArrayList<>();
    collector("e/clean")
        .find(
            garbage -> {
              found.add(garbage);
              rewrite("experiments/e/clean.tsv");
            });
    assertThat(found).extracting(Garbage::kind).containsExactly(Garbage.Kind.RECORD);
  }

  /** Writes an object again as it is. */
  private void rewrite(String name) {
    try (InputStream in = store.open(name)) {
      store.replace(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void remove_deadClaimThatIsMadeAgainMeanwhile_isKept() throws IOException {
    String clean = abandoned();
    String claim = "leases/score-" + "0".repeat(32) + "/000000";
    write(claim, "");
    age();
    List<Garbage> removed =
        removeWith(
            once("create", "outputs/" + clean + "/_removal/000000-answer", () -> rewrite(claim)));
    assertThat(removed).extracting(Garbage::kind).containsExactly(Garbage.Kind.OUTPUT);
    assertThat(names()).contains(claim);
  }

  @Test
  void remove_recordedMeanwhile_isKept() throws IOException {
    Map<String, StageResult> results = bench.run();
    String raw = output(Bench.result(results, "raw"));
    String clean = output(Bench.result(results, "clean"));
    for (String record : List.of("raw", "clean")) {
      store.delete("experiments/e/" + record + ".tsv");
    }
    age();
    assertThat(found()).containsExactly("OUTPUT outputs/" + raw, "OUTPUT outputs/" + clean);

    // While the first is removed, a run finds that the second is done.
    List<Garbage> removed = new ArrayList<>();
    collector()
        .remove(
            garbage -> {
              removed.add(garbage);
              record(clean);
            });
    assertThat(removed).extracting(Garbage::name).containsExactly("outputs/" + raw);
    assertThat(outputs()).containsExactly(clean);
  }

  private void record(String output) {
    int dash = output.lastIndexOf('-');
    String line = "key\t" + output.substring(dash + 1) + "\t" + output.substring(0, dash) + "\n";
    try {
      write("experiments/other/stage.tsv", line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void remove_claimedMeanwhile_isKept() throws IOException {
    Map<String, StageResult> results = bench.run();
    String raw = output(Bench.result(results, "raw"));
    String clean = output(Bench.result(results, "clean"));
    for (String record : List.of("raw", "clean")) {
      store.delete("experiments/e/" + record + ".tsv");
    }
    age();
    Lease lease = new Lease(store, clean, 0, DAY, List.of());
    List<Garbage> removed = new ArrayList<>();
    collector()
        .remove(
            garbage -> {
              removed.add(garbage);
              try {
                assertThat(lease.create()).isTrue();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(removed).extracting(Garbage::name).containsExactly("outputs/" + raw);
    assertThat(outputs()).containsExactly(clean);
  }

  @Test
  void find_claimWithinItsOwnSeconds_countsWhateverTheGrace() throws IOException {
    String other = "score-" + "0".repeat(32);
    write("outputs/" + other + "/_parts/00000.tsv", "");
    Lease lease = new Lease(store, other, 0, Duration.ofSeconds(60), List.of());
    assertThat(lease.create()).isTrue();
    List<Garbage> found = new ArrayList<>();
    new GarbageCollector(store, Duration.ZERO, Set.of(), Leases.DURATION, remark -> {})
        .find(found::add);
    assertThat(found).isEmpty();
  }

  @Test
  void find_deadClaimBeforeALiveOne_isKeptToKeepOthersOut() throws IOException {
    String claim = "leases/score-" + "0".repeat(32) + "/00000";
    write(claim + "0", "");
    age();
    write(claim + "1", "");
    assertThat(found()).isEmpty();
    age();
    assertThat(found()).containsExactly("LEASE " + claim + "0", "LEASE " + claim + "1");
  }

  @Test
  void remove_forgotten_recordsAndWhatTheyReached() throws IOException {
    bench.run();
    age();
    assertThat(found("e/clean"))
        .hasSize(2)
        .contains("RECORD experiments/e/clean.tsv")
        .anyMatch(name -> name.startsWith("OUTPUT outputs/preprocess-"));
    assertThat(found("other", "e/other")).isEmpty();

    String foreign = "experiments/e/clean.tsv-ab8da989";
    write(foreign, "x");
    List<String> removed = remove("e").stream().map(Garbage::name).toList();
    assertThat(removed.get(0)).isEqualTo("experiments/e/clean.tsv");
    assertThat(removed).hasSize(4);
    assertThat(outputs()).isEmpty();
    assertThat(names().stream().filter(name -> !name.startsWith("outputs/")))
        .containsExactly("_workspace.tsv", foreign);
  }

  @Test
  void find_oldClaimsAndProbes_areGarbage() throws IOException {
    bench.run();
    String claim = "leases/score-" + "0".repeat(32) + "/000000";
    write(claim, "");
    write("_tmp/probe-1", "");
    write("_tmp/doctor-1/a", "");
    assertThat(found()).as("young").isEmpty();
    age();

    assertThat(found())
        .containsExactly("LEASE " + claim, "PROBE _tmp/doctor-1/a", "PROBE _tmp/probe-1");
  }
}

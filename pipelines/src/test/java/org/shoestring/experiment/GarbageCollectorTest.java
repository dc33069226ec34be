package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.store.Stores;
import org.shoestring.table.Recipe;

class GarbageCollectorTest {
  private static final Duration DAY = Duration.ofDays(1);
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

  private List<Garbage> remove(String... forgotten) throws IOException {
    List<Garbage> removed = new ArrayList<>();
    collector(forgotten).remove(removed::add);
    return removed;
  }

  /** The folders of outputs that are there. */
  private List<String> outputs() throws IOException {
    return names().stream()
        .filter(name -> name.startsWith("outputs/"))
        .map(name -> name.split("/", 3)[1])
        .distinct()
        .toList();
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
    assertThat(names()).noneMatch(name -> name.startsWith("outputs/" + clean + "/_"));
  }

  @Test
  void remove_killedAfterAnyObject_canBeMadeAgain() throws IOException {
    String clean = output(Bench.result(bench.run(), "clean"));
    int objects;
    int gone = 1;
    do {
      store.delete("experiments/e/clean.tsv");
      age();
      List<StoredObject> contents = garbage().get(0).contents();
      objects = contents.size();
      for (StoredObject object : contents.subList(0, gone)) {
        store.delete(object.name());
      }
      assertThat(store.stat("outputs/" + clean + "/_manifest.tsv")).as("no half output").isEmpty();
      assertThat(output(Bench.result(bench.run(), "clean"))).isEqualTo(clean);
    } while (++gone <= objects);
    assertThat(objects).isGreaterThan(3);
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
    new GarbageCollector(store, Duration.ZERO, Set.of(), remark -> {}).find(found::add);
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
    remove("e");
    assertThat(names()).containsExactly("_workspace.tsv", foreign);
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

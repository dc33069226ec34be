package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.Bench;
import org.shoestring.experiment.GarbageFixture;
import org.shoestring.experiment.StageRecord;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.lease.Lease;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.Moment;
import org.shoestring.store.object.StoredObject;

/** What is garbage, and what is not. */
class GarbageCollectorTest extends GarbageFixture {
  GarbageCollectorTest(@TempDir Path folder) throws IOException {
    super(folder);
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
            .map(GarbageFixture::output)
            .sorted()
            .toList();
    assertThat(found()).as("young").isEmpty();
    age();
    assertThat(found()).containsExactly("OUTPUT outputs/" + old);

    List<UnusedObjects> garbage = garbage();
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
    Lease lease = new Lease(store, other, 0, LeaseHolder.self(), DAY, Moment::now, List.of(raw));
    assertThat(lease.create()).isTrue();
    assertThat(found()).hasSize(1).allMatch(name -> name.startsWith("OUTPUT outputs/preprocess-"));

    lease.close();
    assertThat(found()).hasSize(3);
  }

  @Test
  void find_begunAndNotFinished_isKeptWhileItIsRecorded() throws IOException {
    bench.run();
    Planner planner = bench.planner(bench.experiment("stages.clean.steps=lowercase"));
    List<ExaminedStage> plan = planner.examine(List.copyOf(bench.experiment().stages().values()));
    String begun = "preprocess-" + "1".repeat(32);
    write("outputs/" + begun + "/_parts/00000.tsv", "");
    planner.begin(plan.get(1).stage(), Objects.requireNonNull(plan.get(1).work()));
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
            "experiments/notes.tsv",
            "experiments/e/old/raw.tsv",
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
    List<String> removed = remove("e").stream().map(UnusedObjects::name).toList();
    assertThat(removed.get(0)).isEqualTo("experiments/e/clean.tsv");
    assertThat(removed).hasSize(4);
    assertThat(outputs()).isEmpty();
    assertThat(names().stream().filter(name -> !name.startsWith("outputs/")))
        .containsExactly("_workspace.tsv", foreign);
  }

  @Test
  void remove_forgottenButRecordedAnewMeanwhile_isKept() throws IOException {
    bench.run();
    age();
    List<UnusedObjects> found = new ArrayList<>();
    collector("e/clean")
        .find(
            garbage -> {
              found.add(garbage);
              rewrite("experiments/e/clean.tsv");
            });
    assertThat(found).extracting(UnusedObjects::kind).containsExactly(UnusedObjects.Kind.RECORD);
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

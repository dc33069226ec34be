package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.experiment.GarbageFixture;
import org.shoestring.experiment.gc.UnusedObjects.Kind;
import org.shoestring.lease.Lease;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.Moment;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.checkpoint.TrainingCheckpoints;

/** Which checkpoints and learning curves are garbage, and which are not. */
@Timeout(60)
class TrainingGarbageTest extends GarbageFixture {
  private static final Duration MONTH = Duration.ofDays(31);

  private final Path folder;
  private final StoredTraining training;

  TrainingGarbageTest(@TempDir Path folder) throws IOException {
    super(folder);
    this.folder = folder;
    this.training = new StoredTraining(store, folder.resolve("machine"));
  }

  private void attempt(String... names) throws Exception {
    training.attempt(Retention.DEFAULT, names);
  }

  private String garbageLine() {
    return "CHECKPOINTS " + training.checkpoints;
  }

  @Test
  void remove_checkpointsOfAFinishedTraining_areGoneButForTheLastNumber() throws Exception {
    attempt("step-1", "step-2");
    training.finish();
    record(training.output);
    assertThat(found()).as("young").isEmpty();
    age();

    List<UnusedObjects> garbage = garbage();
    assertThat(found()).containsExactly(garbageLine());
    assertThat(remove()).isEqualTo(garbage);
    assertThat(garbage.get(0).objects()).isEqualTo(7);
    assertThat(training.left()).containsExactly("attempts/000002");
    assertThat(found()).isEmpty();
    assertThat(outputs()).contains(training.output);
  }

  @Test
  void remove_finishedTrainingWhoseStageKeepsSome_keepsThemWhileItIsRecorded() throws Exception {
    training.attempt(StoredTraining.KEEPING, "step-1", "step-2");
    training.finish();
    record(training.output);
    age();
    assertThat(found()).isEmpty();

    store.delete("experiments/other/stage.tsv");
    assertThat(found()).containsExactly(garbageLine(), "OUTPUT outputs/" + training.output);
  }

  @Test
  void find_unfinishedTrainingThatIsRecorded_keepsAll() throws Exception {
    attempt("step-1", "step-2");
    record(training.output);
    age(MONTH);
    assertThat(found()).isEmpty();
  }

  @Test
  void remove_unfinishedAndNotRecorded_keepsTheNewestForAMonth() throws Exception {
    attempt("step-1", "step-2");
    attempt("step-3");
    assertThat(found()).as("young").isEmpty();
    age();

    List<UnusedObjects> garbage = garbage();
    GarbageCollector collector = collector();
    collector.remove(removed -> assertThat(removed).isEqualTo(garbage.get(0)));
    assertThat(garbage).hasSize(1);
    assertThat(collector.unfinishedTrainings())
        .isEqualTo(new KeptTrainings(1, collector.unfinishedTrainings().bytes()));
    assertThat(training.left())
        .containsExactly(
            "000001/_ended.tsv",
            "000001/_restored.tsv",
            "000002/000001.tsv",
            "000002/_ended.tsv",
            "000002/_files/HASH/step-3",
            "000002/_restored.tsv",
            "attempts/000001",
            "attempts/000002",
            "attempts/000003");
    assertThat(found()).isEmpty();

    age(MONTH);
    assertThat(remove()).extracting(UnusedObjects::name).containsExactly(training.checkpoints);
    assertThat(training.left()).containsExactly("attempts/000004");
    assertThat(found()).isEmpty();
  }

  @Test
  void remove_newestThatIsNotWhole_keepsTheOneBefore() throws Exception {
    attempt("step-1", "step-2", "step-3");
    store.delete(object("step-3"));
    age();

    remove();
    assertThat(training.left())
        .contains("000001/000002.tsv", "000001/_files/HASH/step-2")
        .doesNotContain("000001/000001.tsv", "000001/000003.tsv");
  }

  @Test
  void remove_newestThatWasMeasuredAsBadLater_keepsTheOneBefore() throws Exception {
    attempt("step-1", "step-2", "step-3");
    write(training.curve + "/000001/000001.tsv", "1\t3\tloss\tnan\t1795770000.000\n");
    age();

    remove();
    assertThat(training.left())
        .contains("000001/000002.tsv", "000001/_files/HASH/step-2")
        .doesNotContain("000001/000001.tsv", "000001/000003.tsv");
  }

  @Test
  void find_damagedCurve_keepsAllCheckpoints() throws Exception {
    attempt("step-1", "step-2", "step-3");
    write(training.curve + "/000001/000001.tsv", "odd\n");
    age();
    assertThat(found()).isEmpty();
    age(MONTH);
    assertThat(found()).contains(garbageLine());
  }

  @Test
  void remove_noCheckpointIsWhole_keepsAllForAMonth() throws Exception {
    attempt("step-1", "step-2");
    store.delete(object("step-1"));
    store.delete(object("step-2"));
    age();
    assertThat(found()).isEmpty();
  }

  @Test
  void remove_forgotten_allOfTheTraining() throws Exception {
    attempt("step-1");
    write(training.curve + "/000001/000001.tsv", "x");
    record(training.output);
    age();
    assertThat(found("other/stage"))
        .containsExactly(
            "RECORD experiments/other/stage.tsv", garbageLine(), "CURVE " + training.curve);
    assertThat(found()).isEmpty();

    remove("other/stage");
    assertThat(training.left()).containsExactly("attempts/000002");
    assertThat(store.list("_curves/")).isEmpty();
  }

  /** What a store knows of objects that were begun to be put. */
  private GarbageCollector withUploads(String... names) {
    ObjectStore uploads =
        new ForwardingStore(store) {
          @Override
          public List<Unfinished> unfinished() {
            return Stream.of(names).map(name -> (Unfinished) new OldUpload(name)).toList();
          }
        };
    return new GarbageCollector(
        uploads, DAY, Set.of(), LeaseManager.DURATION, remark -> assertThat(remark).isEmpty());
  }

  private record OldUpload(String name) implements ObjectStore.Unfinished {
    @Override
    public Instant begun() {
      return Instant.EPOCH;
    }

    @Override
    public void remove() {}
  }

  @Test
  void find_unfinishedUploads_areThoseOfCheckpointsThatNobodyIsAtWorkOn() throws Exception {
    attempt("step-1");
    record(training.output);
    age();
    String file = training.folder(1) + "/_files/0123456789abcdef/step-2";
    String foreign = training.checkpoints + "/notes/step-2";
    List<String> found = new ArrayList<>();
    withUploads(file, foreign).find(garbage -> found.add(garbage.kind() + " " + garbage.name()));
    assertThat(found).containsExactly("UPLOAD " + file);

    found.clear();
    Lease lease =
        new Lease(store, training.output, 0, LeaseHolder.self(), DAY, Moment::now, List.of());
    assertThat(lease.create()).isTrue();
    withUploads(file, foreign).find(garbage -> found.add(garbage.kind() + " " + garbage.name()));
    assertThat(found).isEmpty();
  }

  /** Another training's record, which says that it starts from a checkpoint of this one. */
  private void givenAnotherThatStartsFrom(int sequence) throws IOException {
    String first = training.folder(1).substring(training.checkpoints.length() + 1);
    write(
        "experiments/new/model.tsv",
        "begun\t%s\ttrain\nstart-from\there\t%s\t%s\t%s/00000%s.tsv\n"
            .formatted(
                "2".repeat(32), "3".repeat(64), training.key, first, Integer.toString(sequence)));
  }

  @Test
  void remove_finishedTrainingThatAnotherStartsFrom_keepsThatCheckpoint() throws Exception {
    attempt("step-1", "step-2", "step-3");
    training.finish();
    record(training.output);
    givenAnotherThatStartsFrom(2);
    age(MONTH);

    assertThat(remove()).extracting(UnusedObjects::name).containsExactly(training.checkpoints);
    assertThat(training.left())
        .contains("000001/000002.tsv", "000001/_files/HASH/step-2")
        .doesNotContain("000001/000001.tsv", "000001/_files/HASH/step-3");
    assertThat(found()).isEmpty();

    store.delete("experiments/new/model.tsv");
    age(MONTH);
    assertThat(found()).containsExactly(garbageLine());
  }

  @Test
  void remove_unfinishedTrainingThatAnotherStartsFrom_keepsThatAndTheNewest() throws Exception {
    attempt("step-1", "step-2", "step-3");
    givenAnotherThatStartsFrom(1);
    age();

    remove();
    assertThat(training.left())
        .contains("000001/_files/HASH/step-1", "000001/_files/HASH/step-3")
        .doesNotContain("000001/_files/HASH/step-2");
  }

  @Test
  void remove_formerTrainingOfAForgottenStage_allOfIt() throws Exception {
    attempt("step-1");
    write(
        "experiments/other/stage.tsv",
        "begun\t%s\ttrain\nformer\t%s\ttrain\n".formatted("2".repeat(32), training.key));
    age();
    assertThat(found()).as("the newest stays for a month").isEmpty();
    remove("other/stage");
    assertThat(training.left()).containsExactly("attempts/000002");
  }

  @Test
  void find_trainingThatSomebodyIsAtWorkOn_isNotTouched() throws Exception {
    attempt("step-1", "step-2");
    write(training.curve + "/000001/000001.tsv", "x");
    age(MONTH);
    Lease lease =
        new Lease(store, training.output, 0, LeaseHolder.self(), DAY, Moment::now, List.of());
    assertThat(lease.create()).isTrue();
    assertThat(found()).isEmpty();

    lease.close();
    assertThat(found()).containsExactly(garbageLine(), "CURVE " + training.curve);
  }

  @Test
  void remove_claimedOrRecordedSinceItWasFound_isKept() throws Exception {
    attempt("step-1", "step-2");
    write(training.curve + "/000001/000001.tsv", "x");
    age(MONTH);
    List<String> before = training.left();
    String claim = "leases/" + training.output + "/000000";
    assertThat(removeWith(once("create", claim, () -> record(training.output)))).isEmpty();
    assertThat(training.left()).isEqualTo(before);
    assertThat(store.list("_curves/")).hasSize(1);
  }

  @Test
  void remove_attemptThatBeganJustThen_keepsAll() throws Exception {
    attempt("step-1", "step-2");
    age(MONTH);
    StoredTraining other = training.on(folder.resolve("other"));
    String first = training.folder(1) + "/000001.tsv";
    assertThat(
            removeWith(
                once(
                    "create",
                    training.checkpoints + "/attempts/000002",
                    () -> other.begin(Retention.DEFAULT).close())))
        .as("it takes a later number, and finds what is young")
        .isEmpty();
    assertThat(store.stat(first)).isPresent();
  }

  @Test
  void remove_suspendedTrainer_isEndedAndSavesNoMore() throws Exception {
    try (TrainingCheckpoints suspended = training.begin(Retention.DEFAULT)) {
      age(MONTH);
      remove();
      Files.writeString(suspended.folder().resolve("step-1"), "late\nend\n");
      suspended.watch(new TrainingCheckpoints.Listener() {});
      assertThatThrownBy(() -> suspended.endFailed(true, "exit code 1"))
          .hasMessageContaining("(gc) has taken over");
    }
  }

  @Test
  void remove_allOfATraining_letsItsMachineContinueFromWhatLiesThere() throws Exception {
    attempt("step-1");
    age(MONTH);
    remove();
    try (TrainingCheckpoints again = training.begin(Retention.DEFAULT)) {
      assertThat(again.beginning())
          .isEqualTo("attempt 3 continues from checkpoint 3/1 (step-1, saved on test)");
    }
  }

  @Test
  void find_fileThatNoManifestNames_isGarbageOnceALaterAttemptBegan() throws Exception {
    attempt("step-1");
    write(training.folder(1) + "/_files/0123456789abcdef/half", "half");
    record(training.output);
    age();
    assertThat(found()).as("the attempt may be suspended").isEmpty();
    attempt("step-2");
    write(training.folder(2) + "/_files/0123456789abcdef/half", "half");
    age();

    List<UnusedObjects> removed = remove();
    assertThat(removed).hasSize(1);
    assertThat(removed.get(0).contents())
        .extracting(StoredObject::name)
        .containsExactly(training.folder(1) + "/_files/0123456789abcdef/half");
    assertThat(training.left())
        .contains("000001/000001.tsv", "000001/_files/HASH/step-1", "000002/_files/HASH/half")
        .doesNotContain("attempts/000003");
  }

  @Test
  void remove_whatOthersWrote_isNeverTouched() throws Exception {
    attempt("step-1");
    write(training.curve + "/000001/000001.tsv", "x");
    write(training.curve + "/000001/_newest.tsv", "x");
    List<String> foreign =
        List.of(
            "_checkpoints/mine/000001-9f2c01d4/000001.tsv",
            "_checkpoints/notes.txt",
            training.checkpoints + "/notes.txt",
            training.checkpoints + "/attempts/1",
            training.folder(1) + "/notes.tsv",
            training.folder(1) + "/_files/x",
            "_curves/mine/000001/000001.tsv",
            training.curve + "/000001/notes.tsv",
            training.curve + "/notes.txt");
    for (String name : foreign) {
      write(name, "x");
    }
    age(MONTH);

    assertThat(remove())
        .extracting(UnusedObjects::kind)
        .containsExactly(Kind.CHECKPOINTS, Kind.CURVE);
    assertThat(names().stream().filter(name -> name.startsWith("_c")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(foreign.stream(), Stream.of(training.checkpoints + "/attempts/000002"))
                .toList());
    assertThat(found()).isEmpty();
  }

  @Test
  void find_curve_staysAsLongAsOutputOrCheckpointsOrTheRecord() throws Exception {
    String line = "CURVE " + training.curve;
    attempt("step-1");
    age(MONTH);
    write(training.curve + "/000001/000001.tsv", "x");
    assertThat(found()).as("young").containsExactly(garbageLine());
    age(MONTH);
    attempt("step-2");
    assertThat(found()).as("checkpoints").isEmpty();
    age(MONTH);
    assertThat(found()).containsExactly(garbageLine(), line);
    record(training.output);
    assertThat(found()).as("record").isEmpty();
    store.delete("experiments/other/stage.tsv");
    training.finish();
    assertThat(found()).as("output").containsExactly(garbageLine());
  }

  /** The object of the file of a checkpoint of the first attempt. */
  private String object(String name) throws IOException {
    return store.list(training.folder(1) + "/_files/").stream()
        .map(StoredObject::name)
        .filter(object -> object.endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }
}

package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.lease.Lease;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.Moment;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.checkpoint.TrainingCheckpoints;

/** Garbage of trainings that somebody is, or may be, at work on while it is collected. */
@Timeout(60)
class GarbageOfTrainingAtWorkTest extends TrainingGarbageFixture {
  GarbageOfTrainingAtWorkTest(@TempDir Path folder) throws IOException {
    super(folder);
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
}

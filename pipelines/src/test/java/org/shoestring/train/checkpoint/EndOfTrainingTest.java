package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.checkpoint.TrainingCheckpoints.Listener;
import org.shoestring.train.checkpoint.storage.Checkpoint;

/** What stays of a training that has ended well. */
@Timeout(60)
class EndOfTrainingTest extends RefusingStoreFixture {
  private static final CheckpointSettings ONE = keeping(1);

  EndOfTrainingTest(@TempDir Path folder) {
    super(folder);
  }

  private static CheckpointSettings keeping(int last) {
    return CheckpointBench.keeping(new Retention(last, 0, Optional.empty(), false, 0));
  }

  /** Saves one, and leaves another one when it ends well, which is not looked at before that. */
  private void endsWell(CheckpointSettings settings) throws Exception {
    Thread main = Thread.currentThread();
    BlockingQueue<String> saved = new LinkedBlockingQueue<>();
    try (TrainingCheckpoints attempt = bench.begin("a", settings)) {
      attempt.watch(
          new Listener() {
            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }

            @Override
            public void looked() {
              if (saved.contains("step-1")) {
                awaitItsEnd(main);
              }
            }
          });
      bench.write("a", "step-1", "one");
      while (!saved.contains("step-1")) {
        Thread.sleep(1);
      }
      bench.write("a", "step-2", "two");
      attempt.endWell();
    }
  }

  /** Waits until a thread waits for the one that looks. */
  private static void awaitItsEnd(Thread main) {
    while (main.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private List<String> notes() throws IOException {
    return bench.storage.list().objects().stream()
        .map(StoredObject::name)
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .filter(name -> name.startsWith("_"))
        .toList();
  }

  @Test
  void endWell_moreThanAreKept_removesThem() throws Exception {
    endsWell(ONE);

    assertThat(bench.stored()).containsExactly("1/2 step-2");
  }

  /** The last three stay in any case while it trains, but after it only if somebody wants that. */
  @Test
  void endWell_lastThreeAsTheUserWrote_keepsThem() throws Exception {
    endsWell(CheckpointBench.keeping(Retention.DEFAULT));

    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/2 step-2");
    assertThat(notes()).contains("_keep.tsv");
  }

  @Test
  void endWell_nothingIsToStay_savesNoMore() throws Exception {
    endsWell(CheckpointBench.SETTINGS);

    assertThat(bench.stored()).containsExactly("1/1 step-1");
    assertThat(notes()).doesNotContain("_keep.tsv");
  }

  @Test
  void endWell_noteOfTheEndRefused_isARemark() throws Exception {
    store.refuse("_ended.tsv");
    endsWell(ONE);

    assertThat(bench.stored()).containsExactly("1/2 step-2");
    assertThat(bench.remarks).containsExactly("how attempt 1 ended cannot be noted: refused");
  }

  /** The number that was refused is not taken again. */
  @Test
  void endWell_storeRefusesOnce_saysThatItIsTriedAgain() throws Exception {
    store.refuse("/000002.tsv");
    endsWell(keeping(2));

    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/3 step-2");
    assertThat(bench.remarks)
        .contains("the command has ended; its last checkpoint is tried again for up to 5 s")
        .endsWith("checkpoints are saved again");
  }

  @Test
  void save_checkpointsThatCouldNotBeSavedAtTheEnd_areSavedOnce() throws Exception {
    CheckpointSettings two = keeping(2);
    store.refuse("/000002.tsv");
    assertThatThrownBy(() -> endsWell(impatient(two))).isInstanceOf(IOException.class);
    assertThat(bench.stored()).containsExactly("1/1 step-1");

    store.refuse("");
    bench.saveUnsaved("a", two);
    assertThat(bench.stored()).containsExactly("1/1 step-1", "2/1 step-2");
    bench.saveUnsaved("a", two);
    assertThat(bench.stored()).containsExactly("1/1 step-1", "2/1 step-2");
    assertThat(bench.storage.list().highestAttempt()).isEqualTo(2);
  }

  private static CheckpointSettings impatient(CheckpointSettings settings) {
    return new CheckpointSettings(
        settings.preset(),
        settings.kept(),
        settings.restore(),
        false,
        settings.lease(),
        settings.grace(),
        settings.look(),
        Duration.ZERO);
  }

  @Test
  void save_everyStepIsToStay_savesAllThatAreUnsaved() throws Exception {
    CheckpointSettings all =
        CheckpointBench.keeping(new Retention(1, 0, Optional.empty(), false, 1));
    bench.attempt("a", all, 1, "step-1");
    bench.write("a", "step-2", "two");
    bench.write("a", "step-3", "three");

    bench.saveUnsaved("a", all);
    assertThat(bench.stored()).containsExactly("1/1 step-1", "2/1 step-2", "2/2 step-3");
  }

  @Test
  void save_nothingIsToStay_doesNothing() throws Exception {
    bench.attempt("a", "step-1");
    bench.write("a", "step-2", "two");

    bench.saveUnsaved("a", CheckpointBench.SETTINGS);
    assertThat(bench.stored()).containsExactly("1/1 step-1");
  }

  @Test
  void save_anotherMachineHasTrainedSince_movesThemAside() throws Exception {
    bench.attempt("a", ONE, 1, "step-1");
    bench.write("a", "step-2", "two");
    bench.attempt("b", ONE, 1, "step-5");

    bench.saveUnsaved("a", ONE);
    Path aside = bench.checkpoints("a").resolveSibling("checkpoints-set-aside-1");
    assertThat(aside.resolve("step-2")).exists();
    assertThat(bench.remarks)
        .containsExactly(
            "another machine has trained since; what lay in "
                + bench.checkpoints("a")
                + " was moved to "
                + aside);
  }

  /** Its output would never be committed else. */
  @Test
  void save_removalForbidden_isARemark() throws Exception {
    bench.attempt("a", ONE, 1, "step-1");
    bench.write("a", "step-2", "two");
    store.forbidRemoval();

    bench.saveUnsaved("a", ONE);
    assertThat(bench.stored()).containsExactly("1/1 step-1", "2/1 step-2");
    assertThat(bench.remarks).contains("older checkpoints cannot be removed: forbidden");
  }
}

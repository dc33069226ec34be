package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.train.checkpoint.local.TrainerEnding;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;
import org.shoestring.train.preset.FoundCheckpoint;

/** Checkpoints of which nothing but time tells that they are complete. */
@Timeout(60)
class UnchangedCheckpointsTest extends RefusingStoreFixture {
  private static final CheckpointSettings SOON = quiet(Duration.ofMillis(20));

  /** Nobody sees anything unchanged for that long. */
  private static final CheckpointSettings LATE = quiet(Duration.ofHours(1));

  private static final String DOUBT =
      "because it may lack files: the command ended before it had been unchanged for 3600 s. To have"
          + " such a checkpoint saved, let the command rename it when it is complete"
          + " (files:pattern=NAMES), or write a file then (files:pattern=NAMES,done=NAME)";

  UnchangedCheckpointsTest(@TempDir Path folder) {
    super(folder);
  }

  private static CheckpointSettings quiet(Duration quiet) {
    return of(new QuietLines(quiet));
  }

  private static CheckpointSettings of(CheckpointPreset preset) {
    return CheckpointBench.SETTINGS.with(Optional.of(preset), Optional.of(Retention.DEFAULT));
  }

  /** A trainer that runs, or was killed though nobody has noticed that yet. */
  private static final class Trainer implements TrainingCheckpoints.Listener {
    final LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Boolean> looks = new LinkedBlockingQueue<>();
    private final boolean isRunning;

    Trainer(boolean isRunning) {
      this.isRunning = isRunning;
    }

    @Override
    public boolean isRunning() {
      return isRunning;
    }

    @Override
    public void saved(Checkpoint checkpoint) {
      saved.add(checkpoint.name());
    }

    @Override
    public void looked() {
      looks.add(true);
    }
  }

  private interface End {
    void of(TrainingCheckpoints attempt) throws Exception;
  }

  /** An attempt that leaves this when it ends. */
  private void leaves(String name, End end) throws Exception {
    try (TrainingCheckpoints attempt = bench.begin("a", LATE)) {
      attempt.watch(new Trainer(true));
      bench.write("a", name, name);
      end.of(attempt);
    }
  }

  private static void killed(TrainingCheckpoints attempt) throws Exception {
    attempt.trainerEnded(TrainerEnding.SUDDEN);
    attempt.endFailed(false, "exit code 137");
  }

  /** As after a kill of all, or a power cut. */
  private static void vanishes(TrainingCheckpoints attempt) {}

  private void modified(String name, Instant when) throws IOException {
    Files.setLastModifiedTime(bench.checkpoints("a").resolve(name), FileTime.from(when));
  }

  @Test
  void watch_unchangedForLongEnough_isSaved() throws Exception {
    try (TrainingCheckpoints attempt = bench.begin("a", SOON)) {
      Trainer trainer = new Trainer(true);
      attempt.watch(trainer);
      bench.write("a", "step-1", "one");

      assertThat(trainer.saved.take()).isEqualTo("step-1");
    }
  }

  @Test
  void watch_oneLookFails_looksAgain() throws Exception {
    AtomicBoolean hasFailed = new AtomicBoolean();
    CheckpointPreset failing =
        new QuietLines(Duration.ofMillis(20)) {
          @Override
          public List<FoundCheckpoint> find(FolderFiles files) {
            boolean isLooking = Thread.currentThread().getName().equals("unchanged-checkpoints");
            if (isLooking && !hasFailed.getAndSet(true)) {
              throw new IllegalStateException("a bug");
            }
            return super.find(files);
          }
        };
    try (TrainingCheckpoints attempt = bench.begin("a", of(failing))) {
      Trainer trainer = new Trainer(true);
      attempt.watch(trainer);
      bench.write("a", "step-1", "one");

      assertThat(trainer.saved.take()).isEqualTo("step-1");
    }
    assertThat(hasFailed).isTrue();
  }

  @Test
  void watch_trainerWasKilledMeanwhile_isNotSaved() throws Exception {
    try (TrainingCheckpoints attempt = bench.begin("a", SOON)) {
      Trainer trainer = new Trainer(false);
      attempt.watch(trainer);
      bench.write("a", "step-1", "one");
      for (int i = 0; i < 20; i++) {
        boolean unused = trainer.looks.take();
      }
      killed(attempt);
    }

    assertThat(bench.stored()).isEmpty();
  }

  @Test
  void endFailed_killed_isNotSavedAndSaidWithTheCure() throws Exception {
    leaves("step-1", UnchangedCheckpointsTest::killed);

    assertThat(bench.stored()).isEmpty();
    assertThat(bench.remarks).containsExactly("'step-1' was not saved, " + DOUBT);
  }

  @Test
  void endWell_byItself_isSaved() throws Exception {
    leaves(
        "step-1",
        attempt -> {
          attempt.trainerEnded(TrainerEnding.WELL);
          attempt.endWell();
        });

    assertThat(bench.stored()).containsExactly("1/1 step-1");
  }

  @Test
  void endStopped_begunAfterTheSignal_isSaved() throws Exception {
    Instant signal = Instant.now().minusSeconds(1);
    leaves(
        "step-1",
        attempt -> {
          attempt.trainerEnded(TrainerEnding.afterSignal(signal));
          String unused = attempt.endStopped("SIGTERM");
        });

    assertThat(bench.stored()).containsExactly("1/1 step-1");
  }

  @Test
  void endStopped_begunBeforeTheSignal_isNotSaved() throws Exception {
    Instant signal = Instant.now().minusSeconds(10);
    leaves(
        "step-1",
        attempt -> {
          modified("step-1", signal.minusSeconds(1));
          attempt.trainerEnded(TrainerEnding.afterSignal(signal));
          String unused = attempt.endStopped("SIGTERM");
        });

    assertThat(bench.stored()).isEmpty();
  }

  @Test
  void begin_afterAKillOfAll_movesAsideAndSaysWhy() throws Exception {
    leaves("step-1", UnchangedCheckpointsTest::vanishes);

    assertThat(bench.begins("a", LATE)).isEqualTo("attempt 2 starts from nothing");
    assertThat(bench.local("a")).isEmpty();
    assertThat(bench.remarks)
        .containsExactly(
            "'step-1' was moved to "
                + bench.checkpoints("a").resolveSibling("checkpoints-set-aside-1")
                + ", "
                + DOUBT);
  }

  @Test
  void begin_aLaterOneWasWrittenLongAfter_continuesFromTheOneBefore() throws Exception {
    leaves("step-1", UnchangedCheckpointsTest::vanishes);
    bench.write("a", "step-2", "two");
    modified("step-1", Instant.now().minusSeconds(3700));

    assertThat(bench.begins("a", LATE)).contains("continues from checkpoint 2/1 (step-1, saved");
    assertThat(bench.local("a")).isEqualTo(Map.of("step-1", "step-1"));
  }

  @Test
  void begin_seenUnchangedButNotSaved_continuesFromIt() throws Exception {
    store.refuse("/000001.tsv");
    try (TrainingCheckpoints attempt = bench.begin("a", SOON)) {
      attempt.watch(new Trainer(true));
      bench.write("a", "step-1", "one");
      while (bench.remarks.isEmpty()) { // It cannot be saved now.
        Thread.sleep(1);
      }
    }
    store.refuse("");

    assertThat(bench.begins("a", LATE)).contains("continues from checkpoint 2/1 (step-1, saved");
  }

  @Test
  void begin_changedSinceItWasSeen_isMovedAside() throws Exception {
    try (TrainingCheckpoints attempt = bench.begin("a", SOON)) {
      Trainer trainer = new Trainer(true);
      attempt.watch(trainer);
      bench.write("a", "step-1", "one");
      assertThat(trainer.saved.take()).isEqualTo("step-1");
    }
    bench.write("a", "step-1", "written again");

    assertThat(bench.begins("a", LATE)).contains("continues from checkpoint 1/1 (step-1, saved");
    assertThat(bench.local("a")).isEqualTo(Map.of("step-1", "one"));
  }

  @Test
  void begin_restoredOneAfterAKill_isNotDoubted() throws Exception {
    bench.attempt("b", "step-1");
    assertThat(bench.begins("a", LATE)).contains("continues from checkpoint 1/1");

    assertThat(bench.begins("a", LATE)).contains("continues from checkpoint 1/1");
    assertThat(bench.remarks).isEmpty();
  }

  @Test
  void begin_firstStartAtAnOldFolder_continuesFromIt() throws Exception {
    bench.write("a", "step-1", "one");
    modified("step-1", Instant.now().minusSeconds(3700));

    assertThat(bench.begins("a", LATE)).contains("continues from checkpoint 1/1 (step-1, saved");
  }

  @Test
  void saveLeft_commandThatEndedWell_isSaved() throws Exception {
    leaves("step-1", UnchangedCheckpointsTest::vanishes);

    bench.saveUnsaved("a", LATE);

    assertThat(bench.stored()).containsExactly("2/1 step-1");
  }
}

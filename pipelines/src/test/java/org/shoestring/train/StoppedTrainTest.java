package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.local.LocalStore;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.TrainingCheckpoints;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;

/** Trainings that are told to end, or are taken over. */
@Timeout(60)
class StoppedTrainTest extends CheckpointedTrainFixture {
  private static final StopSignal.Reason TERM =
      new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, "SIGTERM");

  StoppedTrainTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void run_toldToEnd_savesWhatItsCommandSavesThenAndCommitsNothing() throws Exception {
    var running =
        start(
            "a",
            "trap 'sleep 0.3; save 2; touch $OUT/x; exit 0' TERM; save 1; touch ready;"
                + " while :; do sleep 0.05; done",
            Duration.ofSeconds(20));
    await(running, bench.folder.resolve("ready"));
    awaitStored(running, "step-1");
    bench.stop.stop(TERM);

    assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoppedException.class);
    assertThat(bench.output.manifest()).isEmpty();
    assertThat(stored()).containsExactly("step-1", "step-2");
    assertThat(bench.remarks)
        .containsExactly(
            "attempt 1 starts from nothing",
            "SIGTERM: the command has 20 s to save a checkpoint",
            "checkpoint 1/2 (step-2) is on the storage: run the same command again, here or on"
                + " another machine, to continue from it");
  }

  @Test
  void run_commandThatIgnoresTheSignal_isKilledAfterTheGrace() throws Exception {
    var running =
        start(
            "a",
            "trap '' TERM; echo $$ > pid.part; mv pid.part pid; save 1;"
                + " while :; do sleep 0.05; done",
            Duration.ofMillis(300));
    await(running, bench.folder.resolve("pid"));
    bench.stop.stop(TERM);

    assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoppedException.class);
    assertThat(bench.remarks)
        .contains("its command was killed: it was still running 0 s after the signal");
    long pid = Long.parseLong(Files.readString(bench.folder.resolve("pid")).strip());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(stored()).containsExactly("step-1");
  }

  @Test
  void run_laterAttemptElsewhere_killsTheCommandAndSavesNoMore() throws Exception {
    var running =
        start(
            "a",
            "trap 'save 9; exit 0' TERM; echo $$ > pid.part; mv pid.part pid; save 1;"
                + " while :; do sleep 0.05; done",
            Duration.ofSeconds(20));
    awaitStored(running, "step-1");
    CheckpointStorage storage =
        CheckpointStorage.ofKey(
            new LocalStore(Path.of(bench.output.workspace())), TrainBench.RECIPE.key());
    try (TrainingCheckpoints later =
        TrainingCheckpoints.begin(
            storage,
            bench.folder.resolve("b/checkpoints"),
            bench.folder.resolve("b/scratch"),
            CheckpointSettings.DEFAULT,
            "b",
            CurveReader.of(new CurvePlace(storage.store(), "curve")),
            bench.remarks::add)) {
      assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StoppedException.class)
          .hasMessageContaining("attempt 2 on b has taken over");
      assertThat(later.beginning()).contains("continues from checkpoint 1/1 (step-1");
    }
    long pid = Long.parseLong(Files.readString(bench.folder.resolve("pid")).strip());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(stored()).containsExactly("step-1");
  }
}

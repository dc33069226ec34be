package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.SavedNames;
import org.shoestring.table.ProgramException;
import org.shoestring.train.checkpoint.LinesPreset;
import org.shoestring.train.checkpoint.QuietLines;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;

/** What the end of a real process tells of its checkpoints. */
@Timeout(60)
class EndedTrainerTest {
  private static final StopSignal.Reason TERM =
      new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, "SIGTERM");

  /** Only its trainer's end tells that one is complete. */
  private static final CheckpointPreset LATE = new QuietLines(Duration.ofHours(1));

  private final TrainBench bench;

  EndedTrainerTest(@TempDir Path folder) {
    this.bench = new TrainBench(folder);
  }

  private boolean run(String text, CheckpointPreset preset) throws Exception {
    return bench.run(
        bench.saving("a", text, preset, Duration.ofSeconds(20), Optional.empty()), bench.output);
  }

  private void fails(String text) {
    assertThatThrownBy(() -> run(text, new LinesPreset())).isInstanceOf(ProgramException.class);
  }

  /** Runs a command until it is ready, and tells it to end. */
  private void isToldToEnd(String text) throws Exception {
    CompletableFuture<Boolean> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run(text, LATE);
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    while (!Files.exists(bench.folder.resolve("ready"))) {
      assertThat(running).isNotDone();
      Thread.sleep(10);
    }
    bench.stop.stop(TERM);
    assertThatThrownBy(() -> running.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoppedException.class);
  }

  private Set<String> saved() throws IOException {
    return SavedNames.in(Path.of(bench.output.workspace()));
  }

  @Test
  void run_killedBehindItsCheckpoint_doesNotSaveIt() throws Exception {
    assertThatThrownBy(() -> run("save 1; kill -9 $$", LATE)).isInstanceOf(ProgramException.class);

    assertThat(saved()).isEmpty();
    assertThat(bench.remarks).anyMatch(said -> said.contains("'step-1' was not saved"));
  }

  @Test
  void run_endsByItsHandler_savesAll() throws Exception {
    isToldToEnd("trap 'exit 0' TERM; save 1; touch ready; while :; do sleep 0.1; done");

    assertThat(saved()).containsExactly("step-1");
  }

  /** As with a shell that ends at once, in front of a program that saves. */
  @Test
  void run_savesAfterTheSignalAndEndsByIt_savesThat() throws Exception {
    isToldToEnd(
        "save 1; (trap 'sleep 0.1; save 2; exit 0' TERM; touch ready;"
            + " while :; do sleep 0.1; done); exit 1");

    assertThat(saved()).containsExactly("step-2");
  }

  @Test
  void run_knowsNoSignal_doesNotSaveWhatItMayHaveBegun() throws Exception {
    isToldToEnd("save 1; touch ready; while :; do sleep 0.1; done");

    assertThat(saved()).isEmpty();
  }

  @Test
  void run_diskIsFullTwice_continuesFromTheSameCheckpoint() throws Exception {
    fails("save 1; exit 1");
    fails("save 2; exit 1");
    fails("exit 1");
    fails("echo 'OSError: [Errno 28] No space left on device'; exit 1");
    bench.remarks.clear();

    fails("exit 1");

    assertThat(bench.remarks)
        .anyMatch(said -> said.startsWith("attempt 5 continues from checkpoint 2/1 (step-2"));
  }
}

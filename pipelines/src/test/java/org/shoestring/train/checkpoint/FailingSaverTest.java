package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.local.LocalStore;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.Measured;

/** Errors of this program while it saves checkpoints. */
@Timeout(60)
class FailingSaverTest {
  private static final String FIRST =
      "a checkpoint cannot be saved now (internal error: java.lang.IllegalStateException: a bug)."
          + " The training goes on, and this is tried again";

  private final CheckpointBench bench;

  FailingSaverTest(@TempDir Path folder) {
    this.bench = new CheckpointBench(folder, new LocalStore(folder.resolve("store")));
  }

  /** Fails as long as it is told to. */
  private static final class Failing implements TrainingCheckpoints.Listener {
    final LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();
    final CompletableFuture<String> broken = new CompletableFuture<>();
    private final IntFunction<@Nullable Throwable> failure;
    private int asked;

    /**
     * A listener.
     *
     * @param failure that of each time it is asked; null for none
     */
    Failing(IntFunction<@Nullable Throwable> failure) {
      this.failure = failure;
    }

    @Override
    public Measured measured(OptionalLong step, Instant complete) {
      Throwable why = failure.apply(++asked);
      if (why instanceof Error error) {
        throw error;
      }
      if (why instanceof RuntimeException bug) {
        throw bug;
      }
      return Measured.NOTHING;
    }

    @Override
    public void saved(Checkpoint checkpoint) {
      saved.add(checkpoint.name());
    }

    @Override
    public void broken(String why) {
      broken.complete(why);
    }
  }

  private static Throwable bug() {
    return new IllegalStateException("a bug");
  }

  @Test
  void save_failsAFewTimes_isSaidAndTriedAgain() throws Exception {
    Failing failing = new Failing(time -> time <= 3 ? bug() : null);
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      attempt.watch(failing);
      bench.write("a", "step-1", "one");
      assertThat(failing.saved.take()).isEqualTo("step-1");
      attempt.endFailed(true, "exit code 1");
    }

    assertThat(bench.remarks).containsExactly(FIRST, "checkpoints are saved again");
    assertThat(failing.broken).isNotDone();
  }

  @Test
  void save_failsEachTime_trainerIsEndedAndTheTrainingFails() throws Exception {
    Failing failing = new Failing(time -> bug());
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      attempt.watch(failing);
      bench.write("a", "step-1", "one");
      assertThat(failing.broken.get())
          .isEqualTo(
              "checkpoints cannot be saved, because of an internal error"
                  + " (java.lang.IllegalStateException: a bug)");
      assertThatThrownBy(() -> attempt.endFailed(false, "told to end"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("checkpoints could not be saved")
          .hasRootCauseMessage("a bug");
    }

    assertThat(bench.remarks)
        .containsExactly(
            FIRST, "the command has ended; its last checkpoint is tried again for up to 5 s");
    assertThat(bench.begins("a", CheckpointBench.SETTINGS)).contains("(step-1");
  }

  /** What it computed is not lost, but somebody has to look into it. */
  @Test
  void save_worksAgainWhenTheTrainerHasBeenEnded_savesAndFails() throws Exception {
    boolean[] isOver = {false};
    Failing failing = new Failing(time -> isOver[0] ? null : bug());
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      attempt.watch(failing);
      bench.write("a", "step-1", "one");
      String unused = failing.broken.get();
      isOver[0] = true;
      assertThatThrownBy(() -> attempt.endFailed(false, "told to end"))
          .hasRootCauseMessage("a bug");
    }

    assertThat(bench.stored()).containsExactly("1/1 step-1");
  }

  @Test
  void save_failsWithAnError_trainerIsEndedAtOnce() throws Exception {
    Failing failing = new Failing(time -> new NoClassDefFoundError("replaced"));
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      attempt.watch(failing);
      bench.write("a", "step-1", "one");
      assertThat(failing.broken.get()).endsWith("(java.lang.NoClassDefFoundError: replaced)");
      assertThatThrownBy(() -> attempt.endFailed(false, "told to end"))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("replaced");
    }

    assertThat(failing.asked).isEqualTo(1);
    assertThat(bench.remarks).isEmpty();
  }
}

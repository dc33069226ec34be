package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.HostName;
import org.shoestring.table.ProgramException;
import org.shoestring.train.checkpoint.Retention;

/** Trainings whose checkpoints are saved while they run, and that go on elsewhere. */
@Timeout(60)
class CheckpointedTrainTest extends CheckpointedTrainFixture {
  CheckpointedTrainTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void run_afterAFailureElsewhere_findsTheNewestCheckpoint() throws Exception {
    assertThatThrownBy(() -> run("a", "save 1; save 2; exit 3"))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("ended with exit code 3");
    assertThat(run("b", "cp $CHECKPOINTS/* $OUT; save 3")).isTrue();

    assertThat(bench.copy()).isDirectoryContaining("glob:**/step-2");
    assertThat(bench.manifest().files()).hasSize(1);
    assertThat(bench.remarks)
        .contains(
            "attempt 1 starts from nothing",
            "attempt 2 continues from checkpoint 1/1 (step-2, saved on " + HostName.get() + ")");
    assertThat(bench.log())
        .startsWith("# attempt 2 continues from checkpoint 1/1 (step-2, saved on ");
  }

  @Test
  void run_whileItTrains_savesCheckpointsAndTheLog() throws Exception {
    Path go = bench.folder.resolve("go");
    var running =
        start(
            "a",
            "echo begun; save 1; while [ ! -e " + go + " ]; do sleep 0.05; done; touch $OUT/x",
            Duration.ofSeconds(20));
    awaitStored(running, "step-1");
    await(running, Path.of(bench.output.folder(), "_log", "log.txt.gz"));
    assertThat(bench.log()).endsWith("\nbegun\n");
    assertThat(bench.output.manifest()).isEmpty();

    Files.createFile(go);
    assertThat(running.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(bench.output.manifest()).isPresent();
  }

  /** The best is known only after it was saved, as a trainer evaluates it then. */
  @Test
  void run_keepingTheBest_keepsItAfterTheEnd() throws Exception {
    String each =
        "for i in 1 2 3 4 5; do save $i; while [ ! -e seen-$i ]; do sleep 0.02; done;"
            + " printf '%d\\tbleu\\t%d\\n' $i $((i == 2 ? 30 : i)); sleep 0.3; done; touch $OUT/x";
    CompletableFuture<Boolean> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run(
                    "a",
                    each,
                    Duration.ofSeconds(1),
                    Optional.of(new Retention(1, 1, Optional.of("bleu"), true, 0)));
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    for (int i = 1; i <= 5; i++) {
      awaitStored(running, "step-" + i);
      Files.createFile(bench.folder.resolve("seen-" + i));
    }

    assertThat(running.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(stored()).containsExactly("step-2", "step-5");
  }

  @Test
  void run_metricThatNeverComes_isSaidWithTheCure() throws Exception {
    var keep = Optional.of(new Retention(1, 1, Optional.of("bleu"), true, 0));

    assertThat(run("a", "printf '1\\tloss\\t2\\n'; touch $OUT/x", Duration.ofSeconds(1), keep))
        .isTrue();
    assertThat(bench.remarks)
        .contains(
            "the command has not printed the metric 'bleu'; it has printed loss. Correct the name,"
                + " or have the command print lines of the step, the metric and its value,"
                + " separated by tabs");
  }

  @Test
  void run_filesThatAreNoCheckpoints_areSaid() throws Exception {
    assertThat(run("a", "echo x > $CHECKPOINTS/events; touch $OUT/x")).isTrue();

    assertThat(bench.remarks)
        .contains(
            "nothing in "
                + bench.folder.resolve("a/checkpoints")
                + " is saved, because 'events' is not complete as lines writes"
                + " it: it has no end");
  }

  @Test
  void run_presetButNoFile_isSaidAtTheEnd() throws Exception {
    assertThat(run("a", "touch $OUT/x")).isTrue();

    assertThat(bench.remarks)
        .anyMatch(
            remark ->
                remark.startsWith(
                    "no checkpoint was saved, because there is no file in "
                        + bench.folder.resolve("a/checkpoints")
                        + "; check that "));
  }
}

package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.files.FolderWalk;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.Manifest;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.curve.CurvePlace;

/** Trainings whose store is slow, or does not take what they save. */
@Timeout(60)
class TrainOnFaultyStoreTest extends CheckpointedTrainFixture {
  TrainOnFaultyStoreTest(@TempDir Path folder) {
    super(folder);
  }

  /** As a process that was killed between the end of its command and that of its last upload. */
  @Test
  void run_endedWellBeforeItsCheckpointWasSaved_savesThatBeforeItsFolderGoes() throws Exception {
    var keep = Optional.of(Retention.DEFAULT);
    Path manifest = Path.of(bench.output.folder(), Manifest.NAME);
    Files.createDirectories(manifest); // Nothing can be made there.
    assertThatThrownBy(() -> run("a", "save 1; touch $OUT/x", Duration.ofSeconds(1), keep))
        .isInstanceOf(IOException.class);
    Files.delete(manifest);
    List<Path> saved = new ArrayList<>();
    FolderWalk.files(
        Path.of(bench.output.workspace(), "_checkpoints"),
        file -> {
          if (file.toString().matches(".*/[0-9]{6}-[^/]+/.+")) {
            saved.add(file);
          }
        });
    for (Path file : saved) {
      Files.delete(file);
    }

    assertThat(run("a", "exit 1", Duration.ofSeconds(1), keep)).isTrue();
    assertThat(stored()).containsExactly("step-1");
    assertThat(bench.folder.resolve("a")).doesNotExist();
  }

  /** The log is on its way when the command ends, and is not needed there any more. */
  @Test
  void run_endedWellWhileItsLogIsSent_saysNothingOfThat() throws Exception {
    Path sending = bench.folder.resolve("sending");
    ObjectStore slow =
        new ForwardingStore(new LocalStore(Path.of(bench.output.workspace()))) {
          private final AtomicBoolean first = new AtomicBoolean(true);

          @Override
          public void put(String name, Path spool) throws IOException {
            if (name.contains("_log/") && first.getAndSet(false)) {
              Files.createFile(sending);
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new InterruptedIOException("broken off");
              }
            }
            super.put(name, spool);
          }
        };
    String text = "save 1; while [ ! -e " + sending + " ]; do sleep 0.02; done; touch $OUT/x";

    assertThat(bench.run(train("a", text, Duration.ofSeconds(1), Optional.empty()), bench.on(slow)))
        .isTrue();
    assertThat(bench.remarks).containsExactly("attempt 1 starts from nothing");
    assertThat(bench.log()).contains("save 1");
  }

  /** Else the curve would have a gap before a checkpoint that another machine continues from. */
  @Test
  void run_curveIsSlowerThanTheCheckpoint_manifestWaitsForIt() throws Exception {
    CountDownLatch manifest = new CountDownLatch(1);
    AtomicBoolean isTooEarly = new AtomicBoolean();
    ObjectStore slow =
        new ForwardingStore(new LocalStore(Path.of(bench.output.workspace()))) {
          @Override
          public boolean create(String name, byte[] content) throws IOException {
            if (name.startsWith(CurvePlace.ROOT)) {
              try {
                isTooEarly.set(manifest.await(500, TimeUnit.MILLISECONDS));
              } catch (InterruptedException e) {
                throw new InterruptedIOException("broken off");
              }
            } else if (name.matches("_checkpoints/.*/[0-9]{6}\\.tsv")) {
              manifest.countDown();
            }
            return super.create(name, content);
          }
        };
    String text =
        "printf '1\tloss\t2\n'; save 1;"
            + " until ls w/_checkpoints/*/*/000001.tsv; do sleep 0.02; done; touch $OUT/x";

    assertThat(bench.run(train("a", text, Duration.ofSeconds(1), Optional.empty()), bench.on(slow)))
        .isTrue();
    assertThat(isTooEarly).isFalse();
    assertThat(manifest.getCount()).isZero();
  }

  /** Else it would compute for days what nobody saves. */
  @Test
  void run_savingFailsEachTimeByAnErrorOfOurs_endsTheCommandAndFails() throws Exception {
    ObjectStore broken =
        new ForwardingStore(new LocalStore(Path.of(bench.output.workspace()))) {
          @Override
          public void put(String name, Path spool) throws IOException {
            if (name.contains("/_files/")) {
              throw new IllegalStateException("a bug");
            }
            super.put(name, spool);
          }
        };
    String text =
        "trap 'save 2; echo told; touch $OUT/x; exit 0' TERM; save 1;"
            + " while :; do sleep 0.05; done";

    assertThatThrownBy(
            () ->
                bench.run(
                    train("a", text, Duration.ofSeconds(20), Optional.empty()), bench.on(broken)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("checkpoints could not be saved")
        .hasRootCauseMessage("a bug");
    assertThat(bench.remarks)
        .containsExactly(
            "attempt 1 starts from nothing",
            "a checkpoint cannot be saved now (internal error: java.lang.IllegalStateException: a"
                + " bug). The training goes on, and this is tried again",
            "checkpoints cannot be saved, because of an internal error"
                + " (java.lang.IllegalStateException: a bug): the command has 20 s to save a"
                + " checkpoint",
            "the command has ended; its last checkpoint is tried again for up to 5 s");
    assertThat(bench.output.manifest()).isEmpty();
    assertThat(bench.log()).endsWith("told\n");
    assertThat(run("a", "cp $CHECKPOINTS/* $OUT")).isTrue();
    assertThat(bench.copy()).isDirectoryContaining("glob:**/step-2");
  }
}

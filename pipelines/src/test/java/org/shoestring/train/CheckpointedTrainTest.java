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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.SavedNames;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.HostName;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.ProgramException;
import org.shoestring.table.record.Manifest;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.LinesPreset;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.checkpoint.TrainingCheckpoints;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;

/** Training commands as real processes that save checkpoints, end early and go on elsewhere. */
@Timeout(60)
class CheckpointedTrainTest {
  private static final StopSignal.Reason TERM =
      new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, "SIGTERM");

  private final TrainBench bench;

  CheckpointedTrainTest(@TempDir Path folder) {
    this.bench = new TrainBench(folder);
  }

  /** Runs a command on a machine, which is a folder for its work. */
  private boolean run(String machine, String text) throws Exception {
    return run(machine, text, Duration.ofSeconds(20));
  }

  private boolean run(String machine, String text, Duration grace) throws Exception {
    return run(machine, text, grace, Optional.empty());
  }

  private boolean run(String machine, String text, Duration grace, Optional<Retention> keep)
      throws Exception {
    return bench.run(train(machine, text, grace, keep), bench.output);
  }

  private TrainWork train(String machine, String text, Duration grace, Optional<Retention> keep) {
    return bench.saving(machine, text, new LinesPreset(), grace, keep);
  }

  private CompletableFuture<Boolean> start(String machine, String text, Duration grace) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return run(machine, text, grace);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  /** The names of the checkpoints' files on the storage. */
  private List<String> stored() throws IOException {
    List<String> names = new ArrayList<>();
    FolderWalk.files(
        Path.of(bench.output.workspace(), "_checkpoints"),
        file -> {
          if (file.toString().contains("/_files/")) {
            names.add(file.getFileName().toString());
          }
        });
    names.sort(null);
    return names;
  }

  /** Waits for its manifest, which comes after its files. */
  private void awaitStored(CompletableFuture<?> running, String name) throws Exception {
    await(running, () -> SavedNames.in(Path.of(bench.output.workspace())).contains(name));
  }

  private static void await(CompletableFuture<?> running, Path file) throws Exception {
    await(running, () -> Files.exists(file));
  }

  /** Waits until something is so, as long as the command runs. */
  private static void await(CompletableFuture<?> running, Callable<Boolean> condition)
      throws Exception {
    while (!condition.call()) {
      assertThat(running).isNotDone();
      Thread.sleep(10);
    }
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

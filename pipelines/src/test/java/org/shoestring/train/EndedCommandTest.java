package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.files.MachineStart;
import org.shoestring.store.Stores;
import org.shoestring.store.object.HashedFile;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;

/** A training command that ended well, and whose output could not be stored then. */
@Timeout(60)
class EndedCommandTest {
  private static final String FINISHED =
      "its command finished in an earlier run; its output is stored now, without running it again";
  private static final String TRAIN = "echo x >> runs; echo 1 > $OUT/a; echo one > $OUT/model";
  private static final StopSignal.Reason CTRL_C =
      new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, "SIGINT");

  private final TrainBench bench;
  private final Path out;

  EndedCommandTest(@TempDir Path folder) {
    this.bench = new TrainBench(folder);
    this.out = bench.work.resolve("out");
  }

  private Path runs() {
    return bench.folder.resolve("runs");
  }

  private void assertCommitted(String... paths) throws IOException {
    assertThat(bench.manifest().files())
        .extracting(StoredFile::path)
        .containsExactlyInAnyOrder(paths);
  }

  /** Ends the command well, but the output cannot be committed. */
  private void failToCommit() throws Exception {
    Path manifest = Path.of(bench.output.folder(), Manifest.NAME);
    Files.createDirectories(manifest); // Nothing can be made there.
    assertThatThrownBy(() -> bench.run(TRAIN)).isInstanceOf(IOException.class);
    Files.delete(manifest);
  }

  private EndedCommand noted() throws IOException {
    return EndedCommand.read(bench.work).orElseThrow();
  }

  /** That something is left running is told after the end of the command, before it is noted. */
  @Test
  void run_stoppedRightAfterItsCommand_isStoredByTheNextWithoutRunningAgain() throws Exception {
    String train = TRAIN + "; sleep 1008 >/dev/null 2>&1 & ";
    TrainWork.Command command =
        (copies, folder, checkpoints) ->
            ShellCommand.of("OUT='" + folder + "'; " + train, bench.folder.toString());
    TrainWork stopped =
        new TrainWork(
            TrainBench.RECIPE,
            train,
            command,
            1,
            bench.work,
            Optional.empty(),
            Optional.empty(),
            MetricFormat.TSV,
            remark -> {
              bench.remarks.add(remark);
              bench.stop.stop(CTRL_C);
            });

    assertThatThrownBy(() -> bench.run(stopped, bench.output)).isInstanceOf(StoppedException.class);
    assertThat(bench.remarks)
        .singleElement()
        .asString()
        .startsWith("its command ended and left running ");
    assertThat(bench.output.manifest()).isEmpty();
    bench.remarks.clear();
    bench.stop = new StopSignal();
    assertThat(bench.run(TRAIN)).isTrue();

    assertThat(runs()).hasContent("x");
    assertThat(bench.remarks).containsExactly(FINISHED);
    assertCommitted("a", "model");
    assertThat(bench.work).doesNotExist();
  }

  @Test
  void run_stoppedWhileItsOutputIsStored_isStoredByTheNextWithoutRunningAgain() throws Exception {
    ForwardingStore slow =
        new ForwardingStore(Stores.withoutOptions().at(bench.output.workspace())) {
          @Override
          public void send(String name, HashedFile file) throws IOException {
            bench.stop.stop(CTRL_C);
            super.send(name, file);
          }
        };
    assertThatThrownBy(() -> bench.runOn(TRAIN, slow)).isInstanceOf(StoppedException.class);
    bench.stop = new StopSignal();
    assertThat(bench.run(TRAIN)).isTrue();

    assertThat(runs()).hasContent("x");
    assertThat(bench.remarks).containsExactly(FINISHED);
    assertCommitted("a", "model");
  }

  @Test
  void run_stoppedBeforeItsCommandEnds_runsItAgain() throws Exception {
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> bench.run(TRAIN + "; sleep 1009"))
                    .isInstanceOf(StoppedException.class));
    while (!Files.exists(out.resolve("model"))) {
      Thread.sleep(10);
    }
    bench.stop.stop(CTRL_C);
    running.get();
    assertThat(EndedCommand.read(bench.work)).isEmpty();
    bench.stop = new StopSignal();
    bench.run(TRAIN);

    assertThat(runs()).hasContent("x\nx");
    assertThat(bench.remarks).isEmpty();
  }

  @Test
  void run_machineRestartedAfterItWasOnTheDisk_isStored() throws Exception {
    failToCommit();
    assertThat(noted().start()).isEmpty();
    bench.run(TRAIN);

    assertThat(runs()).hasContent("x");
    assertThat(bench.remarks).containsExactly(FINISHED);
  }

  @Test
  void run_notOnTheDiskYet_isStoredUntilTheMachineRestarts() throws Exception {
    failToCommit();
    new EndedCommand(noted().key(), MachineStart.id(), noted().left()).write(bench.work);
    failToCommit();
    assertThat(runs()).hasContent("x");
    assertThat(noted().start()).isEmpty();
    assertThat(bench.remarks).containsExactly(FINISHED);
    bench.remarks.clear();
    new EndedCommand(noted().key(), Optional.of("another start"), noted().left()).write(bench.work);
    bench.run(TRAIN);

    assertRunAgain("the machine was restarted before {out} was safely on the disk", "one\n");
  }

  /** The command ran twice, and what lay there is still there. */
  private void assertRunAgain(String why, String model) throws IOException {
    Path aside = bench.work.resolve("out-set-aside-1");
    assertThat(runs()).hasContent("x\nx");
    assertThat(bench.remarks)
        .containsExactly(
            "its command finished in an earlier run, but "
                + why
                + "; what is there is kept in "
                + aside
                + ", and the command runs again",
            aside + " is kept from an earlier run; remove it if you do not need it");
    assertCommitted("a", "model");
    assertThat(bench.copy().resolve("model")).hasContent("one");
    if (!model.isEmpty()) {
      assertThat(aside.resolve("model")).hasContent(model);
    }
    assertThat(bench.work)
        .isDirectoryContaining(aside::equals)
        .isDirectoryNotContaining(path -> !path.equals(aside));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'model' was changed: echo two > model",
        "'model' was changed: : > model",
        "'model' was changed: touch model",
        "'model' was changed: ln -sf a model",
        "'model' was changed: chmod +x model",
        "'model' was removed: rm model",
        "'best/b' was added: mkdir best; echo 1 > best/b",
        "'a' was removed: mv a b"
      })
  void run_outWasChangedSince_isKeptAndTheCommandRunsAgain(String change) throws Exception {
    failToCommit();
    String[] told = change.split(": ", 2);
    assertThat(
            new ProcessBuilder("/bin/sh", "-c", told[1]).directory(out.toFile()).start().waitFor())
        .isZero();
    bench.run(TRAIN);

    assertRunAgain(told[0] + " in {out} since", "");
  }

  /** As {@code cp -p} or {@code rsync} do. */
  @Test
  void run_sameLengthAndModificationTime_isSeenAsChanged() throws Exception {
    failToCommit();
    Path model = out.resolve("model");
    FileTime written = Files.getLastModifiedTime(model);
    Files.writeString(model, "two\n");
    Files.setLastModifiedTime(model, written);
    bench.run(TRAIN);

    assertRunAgain("'model' was changed in {out} since", "two\n");
  }

  @Test
  void run_outWasRemovedSince_runsAgain() throws Exception {
    failToCommit();
    for (String file : new String[] {"a", "model", ""}) {
      Files.delete(out.resolve(file));
    }
    bench.run(TRAIN);

    assertThat(runs()).hasContent("x\nx");
    assertThat(bench.remarks)
        .containsExactly(
            "its command finished in an earlier run, but 'a' was removed in {out} since; the"
                + " command runs again");
    assertCommitted("a", "model");
    assertThat(bench.work).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "cut", "key\tnone\n", "\u00e9", "altered"})
  void run_noteDamaged_keepsWhatIsThereAndRunsAgain(String damage) throws Exception {
    failToCommit();
    Path note = bench.work.resolve("ended-well");
    String whole = Files.readString(note);
    Files.writeString(
        note,
        switch (damage) {
          case "cut" -> whole.substring(0, whole.length() / 2);
          case "altered" -> whole.replace("left\tmodel", "left\tmodem");
          default -> damage;
        });
    bench.run(TRAIN);

    assertRunAgain("the note of that is damaged", "one\n");
  }

  @Test
  void run_noteOfAnotherKey_keepsWhatIsThereAndRunsAgain() throws Exception {
    failToCommit();
    String other = "0123456789abcdef0123456789abcdef";
    new EndedCommand(other, noted().start(), noted().left()).write(bench.work);
    bench.run(TRAIN);

    assertRunAgain("the note of that names another key (" + other + ")", "one\n");
  }

  @Test
  void run_setAsideTwice_keepsBoth() throws Exception {
    failToCommit();
    Files.writeString(out.resolve("model"), "two\n");
    failToCommit();
    Files.writeString(out.resolve("model"), "three\n");
    bench.run(TRAIN);

    assertThat(bench.work.resolve("out-set-aside-1/model")).hasContent("two");
    assertThat(bench.work.resolve("out-set-aside-2/model")).hasContent("three");
    assertThat(bench.copy().resolve("model")).hasContent("one");
    assertThat(runs()).hasContent("x\nx\nx");
  }

  @Test
  void run_fileChangedAfterItWasSent_isNotCommitted() throws Exception {
    ForwardingStore late =
        new ForwardingStore(Stores.withoutOptions().at(bench.output.workspace())) {
          @Override
          public void send(String name, HashedFile file) throws IOException {
            super.send(name, file);
            if (file.path().endsWith("model")) {
              Files.writeString(file.path(), "two!\n");
            }
          }
        };
    assertThat(bench.refused(TRAIN, late))
        .isEqualTo(
            "command '"
                + TRAIN
                + "' had ended, but 'model' was changed in {out} before all was stored; end the"
                + " program that writes there, then run again: the command runs again");
    assertThat(bench.output.manifest()).isEmpty();
    bench.run(TRAIN);

    assertRunAgain("'model' was changed in {out} since", "two!\n");
  }

  @Test
  void read_names_areThoseThatWereWritten() throws Exception {
    Files.createDirectories(bench.work);
    for (String name : new String[] {"a\tb", "c\nd", "e\\f", "g h", "\u00e9\uD83D\uDE00"}) {
      Files.writeString(bench.work.resolve(name), name);
    }
    EndedCommand ended = EndedCommand.now(TrainBench.RECIPE.key(), bench.work);
    ended.write(bench.folder);

    assertThat(EndedCommand.read(bench.folder)).contains(ended);
    assertThat(ended.fault(TrainBench.RECIPE.key(), bench.work)).isEmpty();
    ended.toBeMended().write(bench.folder);
    assertThat(EndedCommand.read(bench.folder)).contains(ended.toBeMended());
  }
}

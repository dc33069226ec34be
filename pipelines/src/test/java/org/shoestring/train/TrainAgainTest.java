package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.table.removal.Removal;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.ShellCommand;

/** Training commands that were killed, failed, or could not be committed, in the next run. */
@Timeout(60)
class TrainAgainTest {
  private final TrainBench bench;
  private final List<Process> started = new ArrayList<>();

  TrainAgainTest(@TempDir Path folder) {
    this.bench = new TrainBench(folder);
  }

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void run_folderGivenUpMeanwhile_isCommittedInTheNextWithoutRunningAgain() throws Exception {
    TrainWork.Command command =
        (copies, out, checkpoints) -> {
          Removal.of(Stores.withoutOptions().at(bench.output.workspace()), bench.output.path())
              .giveUp();
          return ShellCommand.of(
              "echo ran >> ran; echo 1 > '" + out + "/model'", bench.folder.toString());
        };
    TrainWork train =
        new TrainWork(
            TrainBench.RECIPE,
            "train",
            command,
            1,
            bench.work,
            Optional.empty(),
            Optional.empty(),
            MetricFormat.TSV,
            bench.remarks::add);
    assertThatThrownBy(() -> bench.run(train, bench.output))
        .isInstanceOf(OutputRemovedException.class);
    Output next = bench.output.locate().output();
    assertThat(next.path()).isEqualTo(bench.output.path() + ".1");

    assertThat(bench.run(train, next)).isTrue();
    assertThat(next.manifest().orElseThrow().files())
        .extracting(StoredFile::path)
        .containsExactly("model");
    assertThat(bench.folder.resolve("ran")).hasContent("ran");
  }

  /** For example, some shares cannot put a folder on the disk. */
  @Test
  void run_endCannotBeWrittenDown_isCommittedAndTold() throws Exception {
    assertThat(bench.run("mkdir $OUT/../ended-well.part; echo 1 > $OUT/model")).isTrue();

    assertThat(bench.manifest().files()).extracting(StoredFile::path).containsExactly("model");
    assertThat(bench.remarks)
        .singleElement()
        .asString()
        .startsWith("its command finished, but this could not be noted in " + bench.work + " (")
        .endsWith("); if its output cannot be stored now, the next run starts the command again");
    assertThat(bench.work).doesNotExist();
  }

  @Test
  void run_afterAFailure_findsItsCheckpointsAndAnEmptyOut() throws Exception {
    String train =
        "ls $OUT >> seen; if [ -e $CHECKPOINTS/1 ]; then cp $CHECKPOINTS/1 $OUT/model;"
            + " else echo 1 > $CHECKPOINTS/1; echo half > $OUT/half; exit 9; fi";
    assertThatThrownBy(() -> bench.run(train)).hasMessageContaining("exit code 9");
    assertThat(bench.work.resolve("checkpoints/1")).hasContent("1");
    assertThat(bench.run(train)).isTrue();
    assertThat(bench.manifest().files()).extracting(StoredFile::path).containsExactly("model");
    assertThat(bench.folder.resolve("seen")).isEmptyFile();
    assertThat(bench.work).doesNotExist();
  }

  @Test
  void run_orphanOfAKilledRun_isKilledWithItsChildrenBeforehand() throws Exception {
    Process orphan = new ProcessBuilder("/bin/sh", "-c", "sleep 1001 & sleep 1002; echo").start();
    started.add(orphan);
    while (orphan.descendants().count() < 2) {
      Thread.sleep(10);
    }
    List<ProcessHandle> family = new ArrayList<>(orphan.descendants().toList());
    family.add(orphan.toHandle());
    try (WorkFolder held = WorkFolder.take(bench.work, bench.remarks::add)) {
      held.started(orphan.toHandle(), "");
    }
    String alive =
        family.stream()
            .map(p -> " s=$(ps -o stat= -p " + p.pid() + "); echo ${s:-gone} >> seen;")
            .collect(Collectors.joining());
    bench.run(alive + " touch $OUT/x");
    // A zombie has ended; nobody may have asked yet how.
    assertThat(bench.folder.resolve("seen")).content().matches("((gone|Z.*)\n){3}");
    for (ProcessHandle member : family) {
      member.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void run_daemonOfAKilledRunsProgram_isKilledBeforehand() throws Exception {
    Path pid = bench.folder.resolve("pid");
    Process program =
        ChildProcesses.start(
            new ProcessBuilder(
                "/bin/sh",
                "-c",
                "setsid sh -c 'echo $$ > "
                    + pid
                    + ".part; mv "
                    + pid
                    + ".part "
                    + pid
                    + "; exec sleep 1007' >/dev/null 2>&1 & exit"));
    try (WorkFolder held = WorkFolder.take(bench.work, bench.remarks::add)) {
      held.started(program.toHandle(), ChildProcesses.mark(program));
    }
    program.waitFor();
    while (!Files.exists(pid)) {
      Thread.sleep(10);
    }
    ProcessHandle daemon =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    assertThat(daemon.isAlive()).isTrue();
    bench.run("grep -q sleep /proc/" + daemon.pid() + "/cmdline && echo alive > seen; :>$OUT/x");
    assertThat(bench.folder.resolve("seen")).doesNotExist();
  }

  @Test
  void run_otherProcessWithARecycledNumber_isLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sleep", "1003").start();
    started.add(other);
    Files.createDirectories(bench.work);
    Files.writeString(bench.work.resolve("program"), other.pid() + "\n2001-01-01T00:00:00Z\n");
    bench.run("touch $OUT/x");
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void run_twiceAtTheSameTime_theSecondWaitsAndFindsTheOutput() throws Exception {
    String train = "echo x >> runs; until [ -e go ]; do sleep 0.05; done; touch $OUT/x";
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> quietly(train));
    while (!Files.exists(bench.folder.resolve("runs"))) {
      Thread.sleep(10);
    }
    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> quietly(train));
    while (bench.remarks.isEmpty()) {
      Thread.sleep(10);
    }
    Files.writeString(bench.folder.resolve("go"), "");
    assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(bench.folder.resolve("runs")).hasContent("x");
    assertThat(bench.remarks)
        .containsExactly(
            "another run on this machine is working on the same training, in "
                + bench.work
                + "; waiting for it");
    assertThat(bench.work).doesNotExist();
  }

  @Test
  void run_afterTheFirstFailed_theSecondTrains() throws Exception {
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(
            () -> quietly("touch runs; until [ -e go ]; do sleep 0.05; done; exit 1"));
    while (!Files.exists(bench.folder.resolve("runs"))) {
      Thread.sleep(10);
    }
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(() -> quietly("touch $OUT/x"));
    while (bench.remarks.isEmpty()) {
      Thread.sleep(10);
    }
    Files.writeString(bench.folder.resolve("go"), "");
    assertThat(second.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(first).isCompletedExceptionally();
  }

  @Test
  void run_storeThatFailsAtTheCommit_isCommittedByTheNextRunWithoutRunningAgain() throws Exception {
    Path manifest = Path.of(bench.output.folder(), Manifest.NAME);
    Files.createDirectories(manifest); // Nothing can be made there.
    String train = "echo x >> runs; echo 1 > $OUT/a; echo said";
    assertThatThrownBy(() -> bench.run(train))
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(5));
    Files.delete(manifest);
    assertThat(bench.run(train)).isTrue();
    assertThat(bench.folder.resolve("runs")).hasContent("x");
    assertThat(bench.manifest().files()).extracting(StoredFile::path).containsExactly("a");
    assertThat(bench.log()).endsWith("\nsaid\n");
    assertThat(bench.remarks)
        .containsExactly(
            "its command finished in an earlier run; its output is stored now, without running it again");
    assertThat(bench.work).doesNotExist();
  }

  @Test
  void run_storeThatFailsAtTheLog_keepsTheLog() throws Exception {
    Path logs = Path.of(bench.output.folder(), "_log");
    Files.createDirectories(logs.getParent());
    Files.writeString(logs, "in the way");
    String train = "echo x >> runs; echo 1 > $OUT/a; echo said";
    assertThatThrownBy(() -> bench.run(train))
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(5));
    Files.delete(logs);
    assertThat(bench.run(train)).isTrue();
    assertThat(bench.folder.resolve("runs")).hasContent("x");
    assertThat(bench.log()).endsWith("\nsaid\n");
  }

  private boolean quietly(String command) {
    try {
      return bench.run(command);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

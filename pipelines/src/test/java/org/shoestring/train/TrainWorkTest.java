package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.ExitCode;
import org.shoestring.store.Stores;
import org.shoestring.table.Manifest;
import org.shoestring.table.Output;
import org.shoestring.table.OutputRemovedException;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Recipe;
import org.shoestring.table.Removal;
import org.shoestring.table.StoredFile;
import org.shoestring.transform.ProgramLog;
import org.shoestring.transform.Progress;
import org.shoestring.tsv.Codec;
import org.shoestring.worker.ShellCommand;

/** Training commands as real processes. */
@Timeout(60)
class TrainWorkTest {
  private static final Recipe RECIPE =
      new Recipe("train", List.of(new Recipe.Fact("command", "x")), List.of());

  private final Path folder;
  private final Path work;
  private final Output output;
  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private final List<Process> started = new ArrayList<>();

  TrainWorkTest(@TempDir Path folder) {
    this.folder = folder;
    this.work = folder.resolve("work");
    this.output = Output.in(folder.resolve("w").toString(), RECIPE.outputName(), Codec.GZIP, 2);
  }

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  /** Runs a command that finds its folders as {@code $OUT} and {@code $CHECKPOINTS}. */
  private boolean run(String command) throws Exception {
    TrainWork.Command complete =
        (copies, out, checkpoints) ->
            ShellCommand.of(
                "OUT='" + out + "'; CHECKPOINTS='" + checkpoints + "'; " + command,
                folder.toString());
    return new TrainWork(RECIPE, command, complete, 1, work, remarks::add)
        .run(output, units -> PipelineOptionsFactory.create());
  }

  /** The log that was sent. */
  private String log() throws IOException {
    Path file = Path.of(output.folder(), "_log", "log.txt.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Manifest manifest() throws IOException {
    return output.manifest().orElseThrow();
  }

  @Test
  void run_filesInFolders_areCommittedWithTheirPaths() throws Exception {
    assertThat(
            run("mkdir -p $OUT/a/b $OUT/empty; echo 1 > $OUT/z; echo 22 > $OUT/a/b/c; :>$OUT/a/d"))
        .isTrue();
    assertThat(manifest().files())
        .extracting(StoredFile::path, StoredFile::bytes)
        .containsExactly(tuple("a/b/c", 3L), tuple("a/d", 0L), tuple("z", 2L));
    Path copy = LocalCopy.ofFiles(output, manifest(), folder.resolve("copy"), remarks::add);
    assertThat(copy.resolve("a/b/c")).hasContent("22");
    assertThat(work).doesNotExist();
    assertThat(remarks).containsExactly("left out of the output: empty (an empty folder)");
  }

  @Test
  void run_executableFile_isExecutableInCopies() throws Exception {
    run(
        "echo '#!/bin/sh' > $OUT/tool; chmod 744 $OUT/tool; echo 1 > $OUT/data; chmod 611"
            + " $OUT/data");
    assertThat(manifest().files())
        .extracting(StoredFile::path, StoredFile::executable)
        .containsExactly(tuple("data", false), tuple("tool", true));
    Path copy = LocalCopy.ofFiles(output, manifest(), folder.resolve("copy"), remarks::add);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("tool"))))
        .isEqualTo("r-xr-xr-x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("data"))))
        .isEqualTo("r--r--r--");
  }

  @Test
  void run_folderGivenUpMeanwhile_isCommittedInTheNextWithoutRunningAgain() throws Exception {
    TrainWork.Command command =
        (copies, out, checkpoints) -> {
          Removal.of(Stores.at(output.workspace()), output.path()).giveUp();
          return ShellCommand.of(
              "echo ran >> ran; echo 1 > '" + out + "/model'", folder.toString());
        };
    TrainWork train = new TrainWork(RECIPE, "train", command, 1, work, remarks::add);
    assertThatThrownBy(() -> train.run(output, units -> PipelineOptionsFactory.create()))
        .isInstanceOf(OutputRemovedException.class);
    Output next = output.locate().output();
    assertThat(next.path()).isEqualTo(output.path() + ".1");

    assertThat(train.run(next, units -> PipelineOptionsFactory.create())).isTrue();
    assertThat(next.manifest().orElseThrow().files())
        .extracting(StoredFile::path)
        .containsExactly("model");
    assertThat(folder.resolve("ran")).hasContent("ran");
  }

  @Test
  void run_linksInOut_areFollowed() throws Exception {
    run("mkdir $OUT/step-5; echo 5 > $OUT/step-5/w; ln -s step-5 $OUT/best; ln -s step-5/w $OUT/l");
    assertThat(manifest().files())
        .extracting(StoredFile::path)
        .containsExactly("best/w", "l", "step-5/w");
  }

  @Test
  void run_inTheFolderOfTheExperiment_withoutInput() throws Exception {
    Files.writeString(folder.resolve("beside"), "x");
    run("cat > $OUT/stdin; pwd > $OUT/pwd; cat beside > $OUT/beside");
    Path copy = LocalCopy.ofFiles(output, manifest(), folder.resolve("copy"), remarks::add);
    assertThat(copy.resolve("stdin")).isEmptyFile();
    assertThat(copy.resolve("pwd")).hasContent(folder.toRealPath().toString());
    assertThat(copy.resolve("beside")).hasContent("x");
  }

  @Test
  void run_outputOfTheProgram_isItsLog() throws Exception {
    run("echo said; echo complained >&2; touch $OUT/x");
    assertThat(log()).startsWith("$ OUT=").endsWith("\nsaid\ncomplained\n");
  }

  @Test
  void run_failure_showsTheEndOfTheLogAndTheExitCode() throws Exception {
    assertThatThrownBy(
            () -> run("touch $OUT/x; for i in $(seq 100); do echo line $i; done; exit 3"))
        .isInstanceOf(ProgramException.class)
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(1))
        .hasMessageContaining(
            "exit 3' ended with exit code 3; the end of what it said:\n    line 71\n")
        .hasMessageEndingWith("    line 100");
    assertThat(output.manifest()).isEmpty();
    assertThat(log()).contains("\nline 1\n");
  }

  @Test
  void run_commandNotFound_saysSo() {
    assertThatThrownBy(() -> run("no-such-program --x"))
        .hasMessageContaining("ended with exit code 127 (command not found); the end of")
        .hasMessageContaining("no-such-program");
    assertThatThrownBy(() -> run("exec ./work"))
        .hasMessageContaining("ended with exit code 126 (not executable)");
  }

  @Test
  void run_silentFailure_saysThat() {
    assertThatThrownBy(() -> run("exit 1"))
        .hasMessageEndingWith("ended with exit code 1; it said nothing");
  }

  @Test
  void run_nothingInOut_isAFailure() {
    assertThatThrownBy(() -> run("mkdir $OUT/a; echo done"))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("left no file in {out}, which is where its output is taken from")
        .hasMessageEndingWith("    done");
  }

  @Test
  void run_afterAFailure_findsItsCheckpointsAndAnEmptyOut() throws Exception {
    String train =
        "ls $OUT >> seen; if [ -e $CHECKPOINTS/1 ]; then cp $CHECKPOINTS/1 $OUT/model;"
            + " else echo 1 > $CHECKPOINTS/1; echo half > $OUT/half; exit 9; fi";
    assertThatThrownBy(() -> run(train)).hasMessageContaining("exit code 9");
    assertThat(work.resolve("checkpoints/1")).hasContent("1");
    assertThat(run(train)).isTrue();
    assertThat(manifest().files()).extracting(StoredFile::path).containsExactly("model");
    assertThat(folder.resolve("seen")).isEmptyFile();
    assertThat(work).doesNotExist();
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
    try (WorkFolder held = WorkFolder.take(work, remarks::add)) {
      held.started(orphan.toHandle());
    }
    String alive =
        family.stream()
            .map(p -> "kill -0 " + p.pid() + " 2>/dev/null && echo alive >> seen;")
            .collect(Collectors.joining());
    run(alive + " touch $OUT/x");
    assertThat(folder.resolve("seen")).doesNotExist();
    assertThat(family).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void run_otherProcessWithARecycledNumber_isLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sleep", "1003").start();
    started.add(other);
    Files.createDirectories(work);
    Files.writeString(work.resolve("program"), other.pid() + "\n2001-01-01T00:00:00Z\n");
    run("touch $OUT/x");
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void run_twiceAtTheSameTime_theSecondWaitsAndFindsTheOutput() throws Exception {
    String train = "echo x >> runs; until [ -e go ]; do sleep 0.05; done; touch $OUT/x";
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> quietly(train));
    while (!Files.exists(folder.resolve("runs"))) {
      Thread.sleep(10);
    }
    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> quietly(train));
    while (remarks.isEmpty()) {
      Thread.sleep(10);
    }
    Files.writeString(folder.resolve("go"), "");
    assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(folder.resolve("runs")).hasContent("x");
    assertThat(remarks)
        .containsExactly(
            "another run is at work on this very stage, in " + work + "; waiting for it");
    assertThat(work).doesNotExist();
  }

  @Test
  void run_afterTheFirstFailed_theSecondTrains() throws Exception {
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(
            () -> quietly("touch runs; until [ -e go ]; do sleep 0.05; done; exit 1"));
    while (!Files.exists(folder.resolve("runs"))) {
      Thread.sleep(10);
    }
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(() -> quietly("touch $OUT/x"));
    while (remarks.isEmpty()) {
      Thread.sleep(10);
    }
    Files.writeString(folder.resolve("go"), "");
    assertThat(second.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(first).isCompletedExceptionally();
  }

  private boolean quietly(String command) {
    try {
      return run(command);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command whose output is refused, and returns why. */
  private String refused(String command) {
    try {
      run(command);
    } catch (Exception e) {
      assertThat(ExitCode.of(e)).as(ExitCode.message(e)).isEqualTo(1);
      return ExitCode.message(e);
    }
    throw new AssertionError("nothing was refused");
  }

  @Test
  void run_linkOutOfOut_isRefusedAndCommittedOnceItIsMended() throws Exception {
    Files.writeString(folder.resolve("secret"), "s");
    Files.createDirectories(folder.resolve("elsewhere/deep"));
    String train = "echo x >> runs; echo 1 > $OUT/a; ";
    for (String link :
        List.of(
            "ln -s " + folder + "/secret $OUT/leak",
            "ln -s ../../secret $OUT/leak",
            "ln -s " + folder + "/elsewhere $OUT/leak",
            "ln -s one $OUT/leak; ln -s two $OUT/one; ln -s ../../secret $OUT/two")) {
      assertThat(refused(train + link))
          .startsWith(
              "command '" + train + link + "' left a link in {out} that leads out of it: leak -> ")
          .endsWith(
              "; put a copy of the file there instead of the link, or remove it, in "
                  + work.resolve("out"));
      assertThat(folder.resolve("runs")).hasContent("x");
      assertThat(output.manifest()).isEmpty();
    }
    for (String link : List.of("leak", "one", "two")) {
      Files.deleteIfExists(work.resolve("out").resolve(link));
    }
    assertThat(run(train)).isTrue();
    assertThat(folder.resolve("runs")).hasContent("x");
    assertThat(manifest().files()).extracting(StoredFile::path).containsExactly("a");
    assertThat(log()).startsWith("$ OUT=");
  }

  @Test
  void run_linkOutOfOutInAFolder_isRefusedByItsPath() {
    assertThat(refused("mkdir $OUT/d; ln -s / $OUT/d/root")).contains("out of it: d/root -> /;");
  }

  @Test
  void run_outItselfALinkElsewhere_isRefused() {
    assertThat(refused("rmdir $OUT; ln -s / $OUT"))
        .endsWith("removed {out}, the folder that its output is taken from");
  }

  @Test
  void run_removedOut_isRefusedAndRunAgain() throws Exception {
    String train = "echo x >> runs; [ $(wc -l < runs) = 2 ] && echo 1 > $OUT/a || rmdir $OUT";
    assertThat(refused(train))
        .isEqualTo(
            "command '" + train + "' removed {out}, the folder that its output is taken from");
    assertThat(run(train)).isTrue();
    assertThat(folder.resolve("runs")).hasContent("x\nx");
  }

  @Test
  void run_whatNoFileCanBeMadeOf_isLeftOutAndNamed() throws Exception {
    run(
        "echo 1 > $OUT/a; ln -s . $OUT/self; mkdir $OUT/b $OUT/c $OUT/empty; ln -s ../c $OUT/b/c;"
            + " ln -s ../b $OUT/c/b; ln -s round $OUT/round; ln -s nowhere $OUT/gone;"
            + " mkfifo $OUT/fifo; ln -s fifo $OUT/tofifo; ln -s /nowhere/at/all $OUT/gone2");
    assertThat(manifest().files()).extracting(StoredFile::path).containsExactly("a");
    assertThat(remarks)
        .containsExactly(
            "left out of the output: b/c/b (a link that goes round in a circle),"
                + " c/b/c (a link that goes round in a circle), empty (an empty folder),"
                + " fifo (neither a file nor a folder), gone (a link to nothing),"
                + " gone2 (a link to nothing), round (a link that goes round in a circle),"
                + " self (a link that goes round in a circle),"
                + " tofifo (a link to neither a file nor a folder)");
  }

  @Test
  void run_nameThatNoOutputCanHave_isRefused() {
    assertThat(refused("touch \"$OUT/a\\\\b\""))
        .contains(
            "left a file in {out} whose name no output can have: 'a\\b' has a backslash; rename");
  }

  @Test
  void run_storeThatFailsAtTheCommit_isCommittedByTheNextRunWithoutRunningAgain() throws Exception {
    Path manifest = Path.of(output.folder(), Manifest.NAME);
    Files.createDirectories(manifest); // Nothing can be made there.
    String train = "echo x >> runs; echo 1 > $OUT/a; echo said";
    assertThatThrownBy(() -> run(train))
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(5));
    Files.delete(manifest);
    assertThat(run(train)).isTrue();
    assertThat(folder.resolve("runs")).hasContent("x");
    assertThat(manifest().files()).extracting(StoredFile::path).containsExactly("a");
    assertThat(log()).endsWith("\nsaid\n");
    assertThat(remarks)
        .containsExactly("its command has ended well before; what it left is committed");
    assertThat(work).doesNotExist();
  }

  @Test
  void run_storeThatFailsAtTheLog_keepsTheLog() throws Exception {
    Path logs = Path.of(output.folder(), "_log");
    Files.createDirectories(logs.getParent());
    Files.writeString(logs, "in the way");
    String train = "echo x >> runs; echo 1 > $OUT/a; echo said";
    assertThatThrownBy(() -> run(train))
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(5));
    Files.delete(logs);
    assertThat(run(train)).isTrue();
    assertThat(folder.resolve("runs")).hasContent("x");
    assertThat(log()).endsWith("\nsaid\n");
  }

  @Test
  void run_commandThatFailedBefore_isRunAgainAfterOneThatEndedWell() throws Exception {
    Files.createDirectories(work);
    Files.writeString(work.resolve("ended-well"), "another key\n");
    Files.createDirectories(work.resolve("out"));
    Files.writeString(work.resolve("out/old"), "old");
    run("echo 1 > $OUT/a");
    assertThat(manifest().files()).extracting(StoredFile::path).containsExactly("a");
  }

  @Test
  void run_childrenLeftBehind_areKilledAndNamed() throws Exception {
    run(
        "echo said; echo 1 > $OUT/a; sleep 1004 & echo $! >> pids;"
            + " (setsid sleep 1005 </dev/null >/dev/null 2>&1 & echo $! >> pids)");
    List<String> pids = Files.readAllLines(folder.resolve("pids"));
    assertThat(pids).hasSize(2);
    assertThat(pids)
        .noneMatch(
            pid -> ProcessHandle.of(Long.parseLong(pid)).map(p -> isRunning(p)).orElse(false));
    assertThat(remarks).hasSize(1);
    assertThat(remarks.get(0))
        .startsWith("its command left running '")
        .contains("sleep 1004' (process ", "sleep 1005' (process ")
        .endsWith("), which was killed; have the command wait for what it starts");
    assertThat(log()).endsWith("\nsaid\n");
  }

  /** One that was killed, but that nobody has waited for yet, has no command any more. */
  private static boolean isRunning(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains("sleep")).isPresent();
  }

  @Test
  void run_printingMoreThanIsKept_keepsBeginningAndEnd() throws Exception {
    run("seq 1000000; touch $OUT/x");
    assertThat(log())
        .startsWith("$ OUT=")
        .contains("\n1\n2\n3\n", " bytes are left out here ...]\n")
        .endsWith("\n999999\n1000000\n")
        .hasSizeBetween(2 * ProgramLog.KEPT, 2 * ProgramLog.KEPT + 100);
  }

  @Test
  void run_lastLine_isTold() throws Exception {
    run("echo epoch 1; printf 'epoch 2 10%%\\repoch 2 20%%\\repoch 2'; touch $OUT/x");
    assertThat(Progress.of(output.folder()).said()).isEqualTo("epoch 2 20%");
  }
}

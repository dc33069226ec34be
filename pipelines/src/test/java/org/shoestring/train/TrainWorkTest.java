package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.table.ProgramException;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.worker.ProgramLog;

/** Training commands as real processes: what they see, print and leave running. */
@Timeout(60)
class TrainWorkTest {
  private final TrainBench bench;

  TrainWorkTest(@TempDir Path folder) {
    this.bench = new TrainBench(folder);
  }

  @Test
  void run_inTheFolderOfTheExperiment_withoutInput() throws Exception {
    Files.writeString(bench.folder.resolve("beside"), "x");
    bench.run("cat > $OUT/stdin; pwd > $OUT/pwd; cat beside > $OUT/beside");
    Path copy = bench.copy();
    assertThat(copy.resolve("stdin")).isEmptyFile();
    assertThat(copy.resolve("pwd")).hasContent(bench.folder.toRealPath().toString());
    assertThat(copy.resolve("beside")).hasContent("x");
  }

  @Test
  void run_outputOfTheProgram_isItsLog() throws Exception {
    bench.run("echo said; echo complained >&2; touch $OUT/x");
    assertThat(bench.log()).startsWith("$ OUT=").endsWith("\nsaid\ncomplained\n");
  }

  @Test
  void run_failure_showsTheEndOfTheLogAndTheExitCode() throws Exception {
    assertThatThrownBy(
            () -> bench.run("touch $OUT/x; for i in $(seq 100); do echo line $i; done; exit 3"))
        .isInstanceOf(ProgramException.class)
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(1))
        .hasMessageContaining(
            "exit 3' ended with exit code 3; the last lines it printed:\n    line 71\n")
        .hasMessageEndingWith("    line 100");
    assertThat(bench.output.manifest()).isEmpty();
    assertThat(bench.log()).contains("\nline 1\n");
  }

  @Test
  void run_commandNotFound_saysSo() {
    assertThatThrownBy(() -> bench.run("no-such-program --x"))
        .hasMessageContaining(
            "ended with exit code 127 (command not found); the last lines it printed:")
        .hasMessageContaining("no-such-program");
    assertThatThrownBy(() -> bench.run("exec ./work"))
        .hasMessageContaining("ended with exit code 126 (not executable)");
  }

  @Test
  void run_silentFailure_saysThat() {
    assertThatThrownBy(() -> bench.run("exit 1"))
        .hasMessageEndingWith("ended with exit code 1; it printed nothing");
  }

  @Test
  void run_childrenLeftBehind_areKilledAndNamed() throws Exception {
    bench.run(
        "echo said; echo 1 > $OUT/a; sleep 1004 & echo $! >> pids;"
            + " (setsid sleep 1005 </dev/null >/dev/null 2>&1 & echo $! >> pids)");
    List<String> pids = Files.readAllLines(bench.folder.resolve("pids"));
    assertThat(pids).hasSize(2);
    assertThat(pids)
        .noneMatch(
            pid -> ProcessHandle.of(Long.parseLong(pid)).map(p -> isRunning(p)).orElse(false));
    assertThat(bench.remarks).hasSize(1);
    assertThat(bench.remarks.get(0))
        .startsWith("its command ended and left running '")
        .contains("sleep 1004' (process ", "sleep 1005' (process ")
        .endsWith("), which was killed; let the command wait for what it starts");
    assertThat(bench.log()).endsWith("\nsaid\n");
  }

  @Test
  void run_printingMoreThanIsKept_keepsBeginningAndEnd() throws Exception {
    bench.run("seq 1000000; touch $OUT/x");
    assertThat(bench.log())
        .startsWith("$ OUT=")
        .contains("\n1\n2\n3\n", " bytes are left out here ...]\n")
        .endsWith("\n999999\n1000000\n")
        .hasSizeBetween(2 * ProgramLog.KEPT, 2 * ProgramLog.KEPT + 100);
  }

  @Test
  void run_lastLine_isTold() throws Exception {
    bench.run("echo epoch 1; printf 'epoch 2 10%%\\repoch 2 20%%\\repoch 2'; touch $OUT/x");
    assertThat(OutputWork.on(bench.output).progress().said()).isEqualTo("epoch 2 20%");
  }

  /** One that was killed, but that nobody has waited for yet, has no command any more. */
  private static boolean isRunning(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains("sleep")).isPresent();
  }
}

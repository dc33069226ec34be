package org.shoestring.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.table.ProgramException;

/** Programs that a killed process left at work. */
@Timeout(60)
class StartedProgramTest {
  private final Path folder;
  private final List<ProcessHandle> started = new ArrayList<>();

  StartedProgramTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void end() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void end_programThatStartedThisProcess_isAnErrorAndLivesOn() throws Exception {
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    StartedProgram.write(folder, parent, "");
    assertThatThrownBy(() -> StartedProgram.end(folder))
        .isInstanceOf(ProgramException.class)
        .hasMessageEndingWith(
            " (process "
                + parent.pid()
                + ") of an earlier run still works in "
                + folder
                + " and could not be ended: it started this very run; run again after it has"
                + " ended");
    assertThat(parent.isAlive()).isTrue();
    assertThat(folder.resolve("program")).exists();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void end_programWhoseExitCodeNobodyTakes_isEndedAndForgotten() throws Exception {
    Process parent =
        new ProcessBuilder("sh", "-c", "sleep 1008 & echo $!; exec sleep 1009").start();
    started.add(parent.toHandle());
    ProcessHandle program;
    try (BufferedReader said = parent.inputReader()) {
      program = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
    }
    started.add(program);
    while (!parent.info().commandLine().orElse("").contains("1009")) {
      Thread.sleep(10); // Until it has become a program that takes no exit codes.
    }
    StartedProgram.write(folder, program, "");
    StartedProgram.end(folder);
    assertThat(Files.readString(Path.of("/proc/" + program.pid() + "/stat"))).contains(") Z ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void end_markOfWhatThisProcessStarted_endsOthersOnly() throws Exception {
    Process own = ChildProcesses.start(new ProcessBuilder("sleep", "1010"));
    started.add(own.toHandle());
    String mark = ChildProcesses.mark(own);
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "_SHOESTRING_STARTED=" + mark + " setsid sleep 1011 >&2 & echo $!")
            .start();
    ProcessHandle daemon;
    try (BufferedReader said = shell.inputReader()) {
      daemon = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
    }
    started.add(daemon);
    shell.waitFor();
    while (!daemon.info().commandLine().orElse("").endsWith("sleep 1011")
        || daemon.info().commandLine().orElse("").contains("setsid")) {
      Thread.sleep(10);
    }
    StartedProgram.write(folder, shell.toHandle(), mark);
    StartedProgram.end(folder);
    assertThat(ChildProcesses.hasEnded(daemon)).isTrue();
    assertThat(own.isAlive()).isTrue();
  }
}

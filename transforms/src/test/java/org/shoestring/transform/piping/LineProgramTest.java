package org.shoestring.transform.piping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ShellCommand;

class LineProgramTest {

  @Test
  void errorTail_nothingSaid_saysSo(@TempDir Path folder) throws Exception {
    assertThat(tail(folder, ":")).isEqualTo("it printed nothing to stderr");
  }

  @Test
  void errorTail_manyLines_isTheLastTwenty(@TempDir Path folder) throws Exception {
    assertThat(tail(folder, "for i in $(seq 100); do echo e$i; done"))
        .startsWith("the last lines of its stderr:\n    e81\n    e82\n")
        .endsWith("\n    e99\n    e100");
  }

  @Test
  void errorTail_moreThanIsKept_isTheEnd(@TempDir Path folder) throws Exception {
    assertThat(tail(folder, "seq 1000000; echo last words"))
        .startsWith("the last lines of its stderr:\n    999982\n")
        .endsWith("\n    1000000\n    last words");
  }

  /** It is not stored yet: another program of the same stage, which starts now, must leave it. */
  @Test
  void close_logOfItsProgram_isLeftBySweeps(@TempDir Path folder) throws Exception {
    ShellCommand said = ShellCommand.of("echo last words >&2", folder.toString());
    try (ProgramLog log = new ProgramLog(folder.resolve("log"), line -> {})) {
      LineProgram program = new LineProgram(said, log);
      assertThat(program.lines().next()).isFalse();
      program.close();

      ProgramLog.sweep(folder);

      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ProgramLog.copy(log.folder(), out);
      assertThat(out.toString(UTF_8)).isEqualTo("last words\n");
    }
  }

  @Test
  void close_interruptedWhileItWaitsForALine_killsTheProgramAndWhatItStarted(@TempDir Path folder)
      throws Exception {
    Path started = folder.resolve("started");
    ShellCommand command =
        ShellCommand.of(
            "setsid sleep 1021 & echo $! > started.part; mv started.part started; sleep 1022",
            folder.toString());
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (ProgramLog log = new ProgramLog(folder.resolve("log"), line -> {});
                  LineProgram program = new LineProgram(command, log)) {
                end.complete(new AssertionError("a line " + program.lines().next()));
              } catch (IOException e) {
                end.complete(e);
              }
            });
    reader.start();
    while (!Files.exists(started)) {
      Thread.sleep(10);
    }
    ProcessHandle left = ProcessHandle.of(Long.parseLong(Files.readString(started).strip())).get();
    assertThat(left.isAlive()).isTrue();
    reader.interrupt();
    reader.join();

    assertThat(end.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(20));
  }

  /** The tail of a program that says on stderr what a command prints. */
  private static String tail(Path folder, String command) throws Exception {
    ShellCommand said = ShellCommand.of("{ " + command + "; } >&2", folder.toString());
    try (ProgramLog log = new ProgramLog(folder.resolve("log"), line -> {});
        LineProgram program = new LineProgram(said, log)) {
      assertThat(program.lines().next()).isFalse();
      assertThat(program.exitCode()).isEqualTo(0);
      return program.errorTail();
    }
  }
}

package org.shoestring.train.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideFailureTest {
  private final Path folder;

  OutsideFailureTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** As Python 3.11, PyTorch 1.13 and 2.5, torchrun, safetensors 0.4 and dash print them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "OSError: [Errno 28] No space left on device",
        "OSError: [Errno 122] Disk quota exceeded: 'out/model.pt'",
        "OSError: [Errno 5] Eingabe-/Ausgabefehler",
        "RuntimeError: [enforce fail at inline_container.cc:337] . unexpected pos 64 vs 0:"
            + " PytorchStreamWriter failed writing file data/0: file write failed",
        "safetensors_rust.SafetensorError: Error while serializing: IoError(Os { code: 28, kind:"
            + " StorageFull, message: \"No space left on device\" })",
        "sh: 1: echo: echo: I/O error: Input/output error",
        "  exitcode  : -9 (pid: 4711)",
        "ERROR:torch.distributed.elastic:failed (exitcode: -9) local_rank: 0 (pid: 4711)",
        "  traceback : Signal 9 (SIGKILL) received by PID 4711",
        "subprocess.CalledProcessError: Command '['python3', 'train.py']' died with"
            + " <Signals.SIGKILL: 9>.",
        "torch.multiprocessing.spawn.ProcessExitedException: process 1 terminated with signal"
            + " SIGKILL",
        "RuntimeError: DataLoader worker (pid 4711) is killed by signal: Killed."
      })
  void of_lineThatTellsIt_isFound(String line) {
    assertThat(OutsideFailure.of(List.of("step 1", line, "last"), folder, 0)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RuntimeError: CUDA out of memory",
        "KeyError: 'optimizer'",
        "  exitcode  : 1 (pid: 4711)",
        "  exitcode  : -95",
        "FileNotFoundError: [Errno 2] No such file or directory: 'data'"
      })
  void of_errorOfTheCommand_isNone(String line) {
    assertThat(OutsideFailure.of(List.of(line), folder, 0)).isEmpty();
  }

  @Test
  void of_noRoomForACheckpoint_saysHowMuchIsLeft() {
    assertThat(OutsideFailure.of(List.of(), folder, Long.MAX_VALUE).orElseThrow())
        .startsWith("the disk of " + folder + " has only ")
        .endsWith(" left");
  }
}

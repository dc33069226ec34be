package org.shoestring.train.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ProcessGroupTest {
  /** As /proc/PID/stat has it: a worker that nobody has asked for its exit code is a zombie. */
  @ParameterizedTest
  @CsvSource({
    "'12 (python3) S 1 7 7 0 -1 4194560', true",
    "'12 (python3) R 1 7 7 0 -1 4194560', true",
    "'12 (python3) Z 1 7 7 0 -1 4194560', false",
    "'12 (python3) S 1 8 7 0 -1 4194560', false",
    "'12 (a) Z 1 7 (b) S 1 7 7 0 -1 4194560', true",
    "'12 (a) S 1 7 (b) Z 1 7 7 0 -1 4194560', false",
    "'', false"
  })
  void isAtWork_ofAProcess_isThatOfItsStateAndGroup(String stat, boolean isAtWork) {
    assertThat(ProcessGroup.isAtWork(stat, 7)).isEqualTo(isAtWork);
  }

  @Test
  void isAlive_programThatLeftAnother_isUntilThatEndsToo() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", "sleep 1000 & echo $!"));
    if (!ProcessGroup.begin(builder)) {
      return;
    }
    Process program = builder.start();
    assertThat(program.getInputStream().read()).isPositive();
    assertThat(program.waitFor()).isZero();
    assertThat(ProcessGroup.isAlive(program)).isTrue();

    assertThat(ProcessGroup.signal(program, "KILL")).isTrue();

    while (ProcessGroup.isAlive(program)) {
      Thread.sleep(10); // Killing takes a moment.
    }
  }
}

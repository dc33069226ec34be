package org.shoestring.pipeline.flink.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.spec.UsageException;

class ProcessMemoryTest {
  private static final long MB = 1L << 20;

  private static ProcessMemory taskManager(long machine, int processors) {
    return ProcessMemory.ofTaskManager(
        machine * MB, processors, Optional.empty(), Optional.empty());
  }

  /** Machines have a little less than they are sold with. */
  @ParameterizedTest
  @CsvSource({
    "930, 2, 1, 738, 80",
    "985, 1, 1, 788, 85",
    "1970, 2, 2, 1576, 282",
    "1970, 1, 1, 1576, 282",
    "3900, 2, 2, 3120, 668",
    "3900, 8, 5, 3120, 667",
    "15900, 4, 4, 12720, 3068",
    "15900, 64, 23, 12720, 3067"
  })
  void ofTaskManager_machine_hasSlotsOfHalfAGigabyteAndLeavesAFifth(
      long machine, int processors, int slots, long process, long managed) {
    ProcessMemory memory = taskManager(machine, processors);

    assertThat(memory.slots()).isEqualTo(slots);
    assertThat(memory.process() / MB).isEqualTo(process);
    assertThat(memory.managed() / MB).isEqualTo(managed);
    assertThat(memory.network()).isEqualTo(32L * slots * MB);
    assertThat(memory.slot()).isGreaterThan(memory.managed() / slots + 32 * MB);
  }

  @Test
  void ofTaskManager_halfAGigabyte_isRefused() {
    assertThatThrownBy(() -> taskManager(480, 2))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "this machine has 480m of memory. Its system needs some of that, so 288m are left, but"
                + " a task manager with 1 slot needs 672m; use a machine with 1 GB or more, or"
                + " fewer slots");
  }

  @Test
  void ofTaskManager_tooManySlotsForTheMemoryGiven_isRefused() {
    assertThatThrownBy(
            () -> ProcessMemory.ofTaskManager(4000 * MB, 2, Optional.of(760 * MB), Optional.of(2)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--memory 760m is too little: a task manager with 2 slots needs 896m; give it more"
                + " memory, or fewer slots");
  }

  @ParameterizedTest
  @CsvSource({"930, 640", "1970, 788", "3900, 1560", "15900, 1600"})
  void ofJobManager_machine_takesAPart(long machine, long process) {
    assertThat(ProcessMemory.ofJobManager(machine * MB, Optional.empty()).process() / MB)
        .isEqualTo(process);
  }

  @Test
  void ofJobManager_halfAGigabyte_isRefused() {
    assertThatThrownBy(() -> ProcessMemory.ofJobManager(480 * MB, Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a job manager needs 512m");
  }
}

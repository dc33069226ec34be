package org.shoestring.pipeline.flink.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LossLimitTest {
  private final AtomicLong now = new AtomicLong();
  private final LossLimit limit = new LossLimit(now::get);

  private boolean allowsAfter(long minutes, String machine) {
    now.addAndGet(TimeUnit.MINUTES.toNanos(minutes));
    return limit.allows(machine);
  }

  @Test
  void allows_machineThatDiesEveryFewMinutes_notForLong() {
    for (int i = 0; i < LossLimit.MOST; i++) {
      assertThat(allowsAfter(2, "vm-1")).isTrue();
    }

    assertThat(allowsAfter(2, "vm-1")).isFalse();
    assertThat(allowsAfter(2, "vm-2")).isTrue();
  }

  @Test
  void allows_machineThatIsTakenAwayNowAndThen_withoutLimit() {
    for (int i = 0; i < 100; i++) {
      assertThat(allowsAfter(8, "vm-1")).isTrue();
    }
  }

  @Test
  void allows_workersOfOneMachineThatAreLostAtOnce_areOneLoss() {
    for (int i = 0; i < 100; i++) {
      assertThat(limit.allows("vm-1")).isTrue();
    }
  }

  @Test
  void machine_ofANameOfOurs_isWithoutItsRandomPart() {
    assertThat(WorkerName.machine("vm-1-1f3a09b2_build")).isEqualTo("vm-1");
    assertThat(WorkerName.machine("chosen_build")).isEqualTo("chosen");
  }
}

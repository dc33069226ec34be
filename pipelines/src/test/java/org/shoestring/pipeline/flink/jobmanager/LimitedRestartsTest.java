package org.shoestring.pipeline.flink.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.runtime.taskmanager.TaskExecutionState;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;

class LimitedRestartsTest {
  private final List<TaskExecutionState> told = new ArrayList<>();

  /** A scheduler that only listens. */
  private SchedulerNG listening() {
    return (SchedulerNG)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SchedulerNG.class},
            (proxy, method, arguments) -> told.add((TaskExecutionState) arguments[0]));
  }

  private Throwable toldAfter(ExecutionState state, Throwable error) {
    SchedulerNG scheduler = LimitedRestarts.limited(listening(), new RestartLimit(() -> 0));
    boolean known =
        scheduler.updateTaskExecutionState(
            new TaskExecutionState(ExecutionAttemptID.randomId(), state, error));
    assertThat(known).isTrue();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).getExecutionState()).isEqualTo(state);
    return told.get(0).getError(getClass().getClassLoader());
  }

  @Test
  void limited_badData_isToldAsNotToBeRepeated() {
    assertThat(toldAfter(ExecutionState.FAILED, new BadDataException("x:1: bad")))
        .isInstanceOf(SuppressRestartsException.class)
        .hasCauseInstanceOf(BadDataException.class);
  }

  @Test
  void limited_errorThatMayBeGone_isToldAsItIs() {
    assertThat(toldAfter(ExecutionState.FAILED, new IOException("down")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void limited_taskThatWasStopped_isToldAsItIs() {
    assertThat(toldAfter(ExecutionState.CANCELED, new BadDataException("x:1: bad")))
        .isInstanceOf(BadDataException.class);
  }
}

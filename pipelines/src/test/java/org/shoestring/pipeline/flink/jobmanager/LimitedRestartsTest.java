package org.shoestring.pipeline.flink.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.jobmaster.slotpool.SlotPoolService;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.runtime.taskmanager.TaskExecutionState;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.pipeline.process.ClusterException;

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

  /** What a job's slots are told of a worker that is lost for so many times. */
  private static Exception toldOfLosses(int losses, String reason) {
    List<Exception> told = new ArrayList<>();
    SlotPoolService listening =
        (SlotPoolService)
            Proxy.newProxyInstance(
                LimitedRestartsTest.class.getClassLoader(),
                new Class<?>[] {SlotPoolService.class},
                (proxy, method, arguments) -> told.add((Exception) arguments[1]));
    AtomicLong now = new AtomicLong();
    SlotPoolService limited =
        LimitedRestarts.limited(
            listening, new LossLimit(() -> now.addAndGet(TimeUnit.MINUTES.toNanos(1))));
    for (int i = 0; i < losses; i++) {
      ResourceID worker = new ResourceID("vm-1-0000000" + i % 10 + "_build");
      assertThat(limited.releaseTaskManager(worker, new Exception(reason))).isTrue();
    }
    return told.get(told.size() - 1);
  }

  @Test
  void limited_machineWhoseWorkersDieAgainAndAgain_isToldAsNotToBeRepeated() {
    assertThat(toldOfLosses(LossLimit.MOST, "lost")).hasMessage("lost");
    assertThat(toldOfLosses(LossLimit.MOST + 1, "lost"))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("the task manager on vm-1 died more than 10 times within an hour");
  }

  @Test
  void limited_workerThatAJobHasNoUseFor_isNotLost() {
    assertThat(toldOfLosses(99, "No more slots registered at JobMaster vm-1"))
        .hasMessageStartingWith("No more slots");
  }
}

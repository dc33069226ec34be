package org.shoestring.pipeline.flink.jobmanager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.jobmaster.SlotPoolServiceSchedulerFactory;
import org.apache.flink.runtime.jobmaster.slotpool.SlotPoolService;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.runtime.taskmanager.TaskExecutionState;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.process.ClusterException;

/**
 * Puts a {@link RestartLimit} before the scheduler of each job, and a {@link LossLimit} before its
 * slots. Flink 1.19 knows only its own restart strategies, none of which looks at the error; what
 * it is told not to repeat, it does not. So the strategy is to start again without limit, and tasks
 * and lost workers report what must not be repeated.
 */
final class LimitedRestarts {
  private static final String CREATE = "createScheduler";
  private static final String LOSE = "releaseTaskManager";

  /** What Flink says when it lets a worker go that a job has no use for. */
  private static final String UNUSED = "No more slots registered";

  private static final String UPDATE = "updateTaskExecutionState";

  private LimitedRestarts() {}

  /** The same factory, whose schedulers have a limit each. */
  static SlotPoolServiceSchedulerFactory of(SlotPoolServiceSchedulerFactory factory) {
    return intercepted(
        SlotPoolServiceSchedulerFactory.class,
        factory,
        (method, arguments) -> {
          @Nullable Object made = call(factory, method, arguments);
          if (made instanceof SlotPoolService slots) {
            return limited(slots, new LossLimit());
          }
          return method.getName().equals(CREATE) && made instanceof SchedulerNG scheduler
              ? limited(scheduler, new RestartLimit())
              : made;
        });
  }

  /** The same scheduler, told what the limit makes of failures. */
  static SchedulerNG limited(SchedulerNG scheduler, RestartLimit limit) {
    return intercepted(
        SchedulerNG.class,
        scheduler,
        (method, arguments) -> {
          if (method.getName().equals(UPDATE)
              && arguments != null
              && arguments[0] instanceof TaskExecutionState state) {
            arguments[0] = judged(state, limit);
          }
          return call(scheduler, method, arguments);
        });
  }

  /** The same slots, told what the limit makes of lost workers. */
  static SlotPoolService limited(SlotPoolService slots, LossLimit limit) {
    return intercepted(
        SlotPoolService.class,
        slots,
        (method, arguments) -> {
          if (method.getName().equals(LOSE)
              && arguments != null
              && arguments[0] instanceof ResourceID worker
              && arguments[1] instanceof Exception cause) {
            arguments[1] = judged(worker.getResourceIdString(), cause, limit);
          }
          return call(slots, method, arguments);
        });
  }

  /** The cause, or one that suppresses restarts if the limit says so. */
  private static Exception judged(String worker, Exception cause, LossLimit limit) {
    String machine = WorkerName.machine(worker);
    return String.valueOf(cause.getMessage()).startsWith(UNUSED) || limit.allows(machine)
        ? cause
        : new SuppressRestartsException(
            new ClusterException(
                "the task manager on "
                    + machine
                    + " died more than "
                    + LossLimit.MOST
                    + " times within an hour during this job. Most likely its machine lacks memory:"
                    + " its log, or 'sudo dmesg', tells. Start it with more --memory or fewer"
                    + " --slots, leave more memory to the programs of pipe stages with less"
                    + " --memory, or make shards smaller. Finished shards are kept: run the same"
                    + " command again to go on from them",
                cause));
  }

  /** The state, with an error that suppresses restarts if the limit says so. */
  private static TaskExecutionState judged(TaskExecutionState state, RestartLimit limit) {
    Throwable error = state.getError(LimitedRestarts.class.getClassLoader());
    return state.getExecutionState() != ExecutionState.FAILED
            || error == null
            || limit.allows(error)
        ? state
        : new TaskExecutionState(
            state.getID(),
            state.getExecutionState(),
            new SuppressRestartsException(error),
            state.getAccumulators(),
            state.getIOMetrics());
  }

  /** Answers a call of a method. */
  private interface Calls {
    @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments)
        throws Throwable;
  }

  private static <T> T intercepted(Class<T> type, T target, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            target.getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> calls.answer(method, arguments)));
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}

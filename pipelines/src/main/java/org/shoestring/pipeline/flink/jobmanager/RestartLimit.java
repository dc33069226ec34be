package org.shoestring.pipeline.flink.jobmanager;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.flink.runtime.io.network.netty.exception.TransportException;
import org.apache.flink.runtime.io.network.partition.PartitionException;
import org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException;
import org.apache.flink.util.FlinkException;
import org.apache.flink.util.SerializedThrowable;
import org.shoestring.pipeline.flink.FlinkErrors;
import org.shoestring.pipeline.process.FailureCause;

/**
 * How often one job starts again after a task has failed. A lost machine is no fault of the job: it
 * starts again without limit. What the user has to mend ends it at once. Anything else is tried a
 * few times.
 */
final class RestartLimit {
  /**
   * What Flink throws where another machine is gone, or this one is told to stop, or where all that
   * are left have long been busy with other jobs.
   */
  private static final List<Class<? extends Throwable>> LOST_MACHINE =
      List.of(
          TransportException.class, PartitionException.class, NoResourceAvailableException.class);

  /** Failures of several machines for the same reason, such as a store that is down, are one. */
  static final long SAME_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** After so long without failures, they are forgotten. */
  static final long FORGET_NANOS = TimeUnit.HOURS.toNanos(1);

  static final int MOST = 3;

  private final LongSupplier nanos;
  private int failures;
  private long last;

  RestartLimit() {
    this(System::nanoTime);
  }

  RestartLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether the job may start again after this failure of a task, which is counted. */
  synchronized boolean allows(Throwable failure) {
    if (has(failure, FailureCause::isOnPurpose)) {
      return false;
    }
    if (has(failure, RestartLimit::isOfLostMachine) || isFlinksOwn(failure)) {
      return true;
    }
    long now = nanos.getAsLong();
    if (failures > 0 && now - last > FORGET_NANOS) {
      failures = 0;
    }
    if (failures == 0 || now - last > SAME_NANOS) {
      failures++;
      last = now;
    }
    return failures <= MOST;
  }

  /** Flink throws this kind itself, and not one below it, about machines that come and go. */
  private static boolean isFlinksOwn(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    String name = name(root);
    return name.equals(FlinkException.class.getName())
        || name.equals("org.apache.flink.util.FlinkExpectedException");
  }

  private static boolean isOfLostMachine(Class<?> kind) {
    return LOST_MACHINE.stream().anyMatch(known -> known.isAssignableFrom(kind));
  }

  private static boolean has(Throwable failure, Predicate<Class<?>> kinds) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Class<?> kind = FlinkErrors.kind(cause);
      if (kind != null && kinds.test(kind)) {
        return true;
      }
    }
    return false;
  }

  /** Of an error that could not be serialized, Flink passes on the name. */
  private static String name(Throwable error) {
    return error instanceof SerializedThrowable serialized
        ? serialized.getOriginalErrorClassName()
        : error.getClass().getName();
  }
}

package org.shoestring.pipeline.flink.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException;
import org.apache.flink.runtime.io.network.partition.PartitionNotFoundException;
import org.apache.flink.runtime.io.network.partition.ResultPartitionID;
import org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException;
import org.apache.flink.util.FlinkExpectedException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.step.StepException;
import org.shoestring.store.remote.NoCredentialsException;
import org.shoestring.table.ProgramException;

class RestartLimitTest {
  private final AtomicLong now = new AtomicLong();
  private final RestartLimit limit = new RestartLimit(now::get);

  private boolean allowsLater(Throwable failure) {
    now.addAndGet(RestartLimit.SAME_NANOS + 1);
    return limit.allows(failure);
  }

  @Test
  void allows_whatTheUserHasToMend_neverAlsoBelowOthers() {
    for (Exception error :
        List.of(
            new BadDataException("x:1: bad"),
            new UsageException("wrong"),
            new NoCredentialsException("none", new IOException("none")),
            new ProgramException("exit 1"),
            StepException.received("wrong step"))) {
      assertThat(limit.allows(new RuntimeException(new IOException(error)))).isFalse();
    }
  }

  /** An error that Java cannot serialize. */
  private static final class Unserializable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings({"serial", "unused"})
    private final Object part = new Object();
  }

  @Test
  void allows_stepErrorThatCannotBeSerialized_never() {
    StepException error = StepException.received("wrong step");
    error.addSuppressed(new Unserializable());

    assertThat(limit.allows(new RuntimeException(new SerializedThrowable(error)))).isFalse();
  }

  @Test
  void allows_lostMachine_withoutLimit() {
    for (int i = 0; i < 100; i++) {
      assertThat(allowsLater(new RemoteTransportException("gone", new InetSocketAddress(1))))
          .isTrue();
      assertThat(allowsLater(new PartitionNotFoundException(new ResultPartitionID()))).isTrue();
      assertThat(allowsLater(new FlinkExpectedException("The TaskExecutor is shutting down.")))
          .isTrue();
      assertThat(allowsLater(new NoResourceAvailableException("all slots are busy"))).isTrue();
    }
  }

  @Test
  void allows_otherError_threeTimes() {
    IOException error = new IOException("the store is down");

    assertThat(allowsLater(error)).isTrue();
    assertThat(allowsLater(error)).isTrue();
    assertThat(allowsLater(error)).isTrue();
    assertThat(allowsLater(error)).isFalse();
    assertThat(allowsLater(error)).isFalse();
  }

  @Test
  void allows_sameErrorOfSeveralMachines_countsOnce() {
    for (int i = 0; i < 100; i++) {
      assertThat(limit.allows(new IOException("the store is down"))).isTrue();
    }
  }

  @Test
  void allows_otherErrorAfterAnHour_startsCountingAnew() {
    for (int i = 0; i < 20; i++) {
      now.addAndGet(RestartLimit.FORGET_NANOS + 1);
      assertThat(limit.allows(new IOException("the store is down"))).isTrue();
    }
  }
}

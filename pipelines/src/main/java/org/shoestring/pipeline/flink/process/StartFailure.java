package org.shoestring.pipeline.flink.process;

import java.net.BindException;
import java.util.Optional;
import org.apache.flink.util.ExceptionUtils;
import org.shoestring.pipeline.flink.plan.NotReadyException;
import org.shoestring.spec.UsageException;

/** What a process of a cluster ends with if it cannot start. */
final class StartFailure {
  private StartFailure() {}

  /** The error for the user, if it is one that the user can mend; else the error itself. */
  static Exception of(Exception error) {
    Optional<BindException> bind = ExceptionUtils.findThrowable(error, BindException.class);
    Optional<IllegalArgumentException> value =
        ExceptionUtils.findThrowable(error, IllegalArgumentException.class);
    if (value.isPresent()) {
      return new UsageException(
          "Flink does not accept a setting: "
              + value.get().getMessage()
              + " Correct it in runners-config/flink-cluster, or remove it",
          error);
    }
    return bind.isPresent()
        ? new NotReadyException(
            "cannot listen: "
                + bind.get().getMessage()
                + "; does another job manager or task manager run on this machine? Stop it, or give"
                + " this one other ports with --port-offset 10",
            error)
        : error;
  }
}

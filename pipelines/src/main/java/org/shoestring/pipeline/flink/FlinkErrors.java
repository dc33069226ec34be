package org.shoestring.pipeline.flink;

import java.io.IOException;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.step.StepException;
import org.shoestring.table.ProgramException;

/** Makes errors of what Flink passes on of them. */
final class FlinkErrors {
  private FlinkErrors() {}

  /**
   * The error itself. Flink passes errors on serialized; of one that cannot be, or has a cause that
   * cannot be, it passes on the names and messages, of which the kinds that decide how a process
   * ends are made again.
   */
  static Throwable restored(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SerializedThrowable serialized) {
        Throwable whole = serialized.deserializeError(FlinkErrors.class.getClassLoader());
        if (!(whole instanceof SerializedThrowable)) {
          return whole;
        }
        Throwable known = known(serialized);
        if (known != null) {
          return known;
        }
      }
    }
    return error;
  }

  private static @Nullable Throwable known(SerializedThrowable error) {
    String name = error.getOriginalErrorClassName();
    String message = String.valueOf(error.getMessage());
    String said = message.startsWith(name + ": ") ? message.substring(name.length() + 2) : message;
    Class<?> type;
    try {
      type = Class.forName(name, false, FlinkErrors.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
    if (BadDataException.class.isAssignableFrom(type)) {
      return new BadDataException(said);
    }
    if (UsageException.class.isAssignableFrom(type)) {
      return new UsageException(said);
    }
    if (ProgramException.class.isAssignableFrom(type)) {
      return new ProgramException(said);
    }
    if (StepException.class.isAssignableFrom(type)) {
      return StepException.received(said);
    }
    if (OutOfMemoryError.class.isAssignableFrom(type)) {
      return new OutOfMemoryError(said);
    }
    return IOException.class.isAssignableFrom(type) ? new IOException(message) : null;
  }
}

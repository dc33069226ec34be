package org.shoestring.pipeline.flink;

import java.io.IOException;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.UsageException;
import org.shoestring.step.StepException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.remote.NoCredentialsException;
import org.shoestring.table.ProgramException;

/** Makes errors of what Flink passes on of them. */
public final class FlinkErrors {
  private FlinkErrors() {}

  /**
   * The error itself. Flink passes errors on serialized; of one that cannot be, or has a cause that
   * cannot be, it passes on the names and messages, of which the kinds that decide how a process
   * ends are made again.
   */
  public static Throwable restored(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SerializedThrowable serialized) {
        Throwable whole = serialized.deserializeError(FlinkErrors.class.getClassLoader());
        if (!(whole instanceof SerializedThrowable)) {
          return restored(whole); // What it was caused by may not have been made again.
        }
        Throwable known = known(serialized);
        if (known != null) {
          return known;
        }
      }
    }
    return error;
  }

  /** The class of an error, of which Flink may pass on the name; null if nobody here knows that. */
  public static @Nullable Class<?> kind(Throwable error) {
    if (!(error instanceof SerializedThrowable serialized)) {
      return error.getClass();
    }
    String name = serialized.getOriginalErrorClassName();
    try {
      return Class.forName(name, false, FlinkErrors.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static @Nullable Throwable known(SerializedThrowable error) {
    String name = error.getOriginalErrorClassName();
    String message = String.valueOf(error.getMessage());
    String said = message.startsWith(name + ": ") ? message.substring(name.length() + 2) : message;
    Class<?> type = kind(error);
    if (type == null) {
      return null;
    }
    if (OutOfMemoryError.class.isAssignableFrom(type)) {
      return new OutOfMemoryError(said);
    }
    return ofKind(type, IOException.class.isAssignableFrom(type) ? message : said);
  }

  /** An error of the kind that decides how a process ends; null if it is of none. */
  private static @Nullable Exception ofKind(Class<?> type, String said) {
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
    return IOException.class.isAssignableFrom(type) ? new IOException(said) : null;
  }

  /**
   * An error of a store, or of what a worker lacks, with the worker's name before its message; any
   * other error itself, since it is the same on every worker.
   */
  public static Throwable on(String worker, Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageException) {
        return new UsageException("worker " + worker + ": " + cause.getMessage(), error);
      }
      if (cause instanceof IOException io) {
        String said = "worker " + worker + ": " + WorkerCure.added(ExitCode.message(io));
        return io instanceof NoCredentialsException
            ? new NoCredentialsException(said, error)
            : new StoreException(said, error);
      }
    }
    return error;
  }
}

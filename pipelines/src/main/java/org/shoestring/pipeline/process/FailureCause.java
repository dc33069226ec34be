package org.shoestring.pipeline.process;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.FileNames;
import org.shoestring.spec.UsageException;
import org.shoestring.step.StepException;
import org.shoestring.store.remote.NoCredentialsException;
import org.shoestring.table.ProgramException;

/** Finds the error that a user can mend below those that a runner has put around it. */
public final class FailureCause {
  private static final List<Class<? extends Exception>> ON_PURPOSE =
      List.of(
          BadDataException.class,
          ClusterException.class,
          NoCredentialsException.class,
          ProgramException.class,
          StepException.class,
          UsageException.class);

  private FailureCause() {}

  /** Whether an error, or one below it, is one that a user can mend. */
  public static boolean isKnown(Exception error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (isOnPurpose(cause.getClass())
          || cause instanceof InvalidPathException
          || cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  /** Whether errors of a kind are thrown on purpose, so that no second try mends them. */
  public static boolean isOnPurpose(Class<?> kind) {
    return ON_PURPOSE.stream().anyMatch(known -> known.isAssignableFrom(kind));
  }

  /**
   * The outermost error of a kind that Shoestring throws on purpose, else the outermost of a store,
   * else the error itself: runners put errors of their own kind around those of a store.
   */
  public static Exception known(Exception error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidPathException path) {
        return FileNames.unusable(path);
      }
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (isOnPurpose(cause.getClass())) {
        return (Exception) cause;
      }
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return io;
      }
    }
    return error;
  }
}

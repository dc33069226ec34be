package org.shoestring.step;

import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;

/**
 * A step failed on a row, or gave what no table can hold. The message names the step and, if the
 * row came from a shard, shard and line. The command line ends with exit code 1.
 */
public final class StepException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StepException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The error of a step that gave what it must not. */
  static StepException gave(String step, String what) {
    return new StepException(prefix(step) + what, null);
  }

  /** The error of a step that threw {@code cause}. */
  static RuntimeException threw(String step, RuntimeException cause) {
    return caused(prefix(step), cause);
  }

  /** The error of a step that threw {@code cause} while it read an output of another stage. */
  static RuntimeException threw(String step, String parameter, RuntimeException cause) {
    return caused(prefix(step) + parameter + ": ", cause);
  }

  private static RuntimeException caused(String prefix, RuntimeException cause) {
    String message = cause.getMessage();
    String said = prefix + (message == null ? cause.getClass().getName() : message);
    return cause instanceof BadDataException
        ? new BadDataException(said, cause)
        : new StepException(said, cause);
  }

  /** An error that has come from another process, or without its cause, by its message. */
  public static StepException received(String message) {
    return new StepException(message, null);
  }

  /** The same error of the row that stands at {@code where}, shard and line. */
  static RuntimeException at(String where, RuntimeException error) {
    String said = where + ": " + error.getMessage();
    return error instanceof BadDataException
        ? new BadDataException(said, error.getCause())
        : new StepException(said, error.getCause());
  }

  private static String prefix(String step) {
    return "step " + Shown.quoted(step) + ": ";
  }
}

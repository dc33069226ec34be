package org.shoestring.pipeline.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.step.StepException;
import org.shoestring.store.config.UrlCredentials;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.table.ProgramException;

/** Which exit code an error ends the process with, and what the user is told. */
public final class ExitCode {
  /** A stage failed. */
  public static final int FAILED = 1;

  /** What the user wrote cannot be done. */
  public static final int USAGE = 2;

  /** Data is not what it must be. */
  public static final int BAD_DATA = 4;

  /** A store cannot be reached, or refuses. */
  public static final int STORAGE = 5;

  /** Ended early, and the same command goes on where it ended. */
  public static final int RESUMABLE = 75;

  /** Added to the number of the signal that ended a program, as shells and Java do. */
  private static final int SIGNAL = 128;

  /** The terminal was closed. */
  public static final int SIGHUP = SIGNAL + 1;

  /** Ctrl-C. */
  public static final int SIGINT = SIGNAL + 2;

  /** Killed, by a person, or by a system that lacks memory. */
  public static final int SIGKILL = SIGNAL + 9;

  /** Told to end. */
  public static final int SIGTERM = SIGNAL + 15;

  private ExitCode() {}

  /** The exit code of an error. */
  public static int of(Exception error) {
    Exception cause = FailureCause.known(error);
    if (cause instanceof UsageException) {
      return USAGE;
    }
    if (cause instanceof BadDataException) {
      return BAD_DATA;
    }
    if (cause instanceof ProgramException || cause instanceof ClusterException) {
      return FAILED;
    }
    return cause instanceof IOException ? STORAGE : FAILED;
  }

  /**
   * What to tell of an error: its message if it is one of ours, else where it comes from too; no
   * password in a URL.
   */
  public static String message(Exception error) {
    return UrlCredentials.hidden(said(error));
  }

  private static String said(Exception error) {
    Exception cause = FailureCause.known(error);
    String message = cause.getMessage();
    if (cause instanceof IOException io) {
      return io.getClass().getPackageName().startsWith("org.shoestring")
          ? String.valueOf(message)
          : "cannot read or write: " + LocalFailure.shown(io);
    }
    if (cause instanceof StepException && cause.getCause() != null) {
      return message + "\n" + trace(cause.getCause()); // For who wrote the step.
    }
    boolean ours =
        of(error) != FAILED
            || cause instanceof ProgramException
            || cause instanceof ClusterException
            || cause instanceof StepException;
    return ours && message != null
        ? message
        : "internal error; please report it with these lines:\n" + trace(cause);
  }

  private static String trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  /** Tells an error on stderr, and returns its exit code. */
  public static int tell(Exception error) {
    System.err.println("shoestring: " + message(error));
    return of(error);
  }
}

package org.shoestring.bytes;

import org.jspecify.annotations.Nullable;

/**
 * Data is not what it must be: a bad line, a truncated or altered file. The message starts with the
 * file, and the line where there is one. The command line ends with exit code 4.
 */
public final class BadDataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadDataException(String message) {
    super(message);
  }

  public BadDataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** An error of one line, counted from 1. */
  public static BadDataException at(String file, long line, String message) {
    return new BadDataException(file + ":" + line + ": " + message);
  }
}

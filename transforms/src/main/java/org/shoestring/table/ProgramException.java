package org.shoestring.table;

/**
 * A program of the user failed: the message names it, what it did and the end of what it said. The
 * command line ends with exit code 1.
 */
public final class ProgramException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ProgramException(String message) {
    super(message);
  }
}

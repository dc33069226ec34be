package org.shoestring.spec;

/**
 * What a user wrote cannot be done: the message says where, what, which value, what is allowed and
 * how to mend it. The command line ends with exit code 2.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }

  /** The error of a name that no catalog knows, with the names that it does. */
  public static UsageException unknown(
      String where, String what, String name, Iterable<String> known) {
    return new UsageException(
        where + ": unknown " + what + " '" + name + "'; known: " + String.join(", ", known));
  }
}

package org.shoestring.spec;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a user wrote cannot be done: the message says where, what, which value, what is allowed and
 * how to mend it. The command line ends with exit code 2.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Of two letters, one is too few to tell: {@code en} is not meant by {@code es}. */
  private static final int MIN_LETTERS = 3;

  public UsageException(String message) {
    super(message);
  }

  /** The same because of an error that tells who wrote the code at fault more. */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The error of a name that no catalog knows, with the names that it does. */
  public static UsageException unknown(
      String where, String what, String name, Collection<String> known) {
    return new UsageException(
        where
            + ": unknown "
            + what
            + " "
            + Shown.quoted(name)
            + SimilarName.question(name, known.stream().filter(UsageException::isLong), 1)
            + "; known: "
            + String.join(", ", known));
  }

  private static boolean isLong(String name) {
    return name.length() >= MIN_LETTERS;
  }

  /** The error of a value that has no letters. */
  public static UsageException empty(String what) {
    return new UsageException(what + " is empty; is a variable in this command not set?");
  }

  /**
   * The error of a value that is not allowed, with those that are: {@code a number from 1 to 9}.
   */
  public static UsageException mustBe(String what, String allowed, Object value) {
    return mustBe(what, allowed, value, "");
  }

  /**
   * The same with more to say.
   *
   * @param cure empty, or from {@code "; "} on
   */
  static UsageException mustBe(String what, String allowed, Object value, String cure) {
    String shown = Shown.quoted(String.valueOf(value));
    return new UsageException(what + " must be " + allowed + ", but is " + shown + cure);
  }

  /** The error of a name that two classes of the class path claim. */
  public static UsageException sameName(String what, String name, Object one, Object other) {
    return new UsageException(
        "two classes define the "
            + what
            + " '"
            + name
            + "': "
            + one.getClass().getName()
            + " and "
            + other.getClass().getName()
            + "; rename one of the two, or remove it from the class path");
  }

  /**
   * Fails if a list names something twice.
   *
   * @param what kind of name it is: {@code column}
   */
  public static void checkDistinct(String where, String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new UsageException(
            where + ": " + what + " '" + name + "' is named twice; name it once");
      }
    }
  }
}

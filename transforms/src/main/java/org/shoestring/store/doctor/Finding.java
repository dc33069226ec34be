package org.shoestring.store.doctor;

/**
 * What came of trying one thing of a store or a machine.
 *
 * @param what was tried: {@code put}
 * @param said the figure, or what is wrong and what to change
 */
public record Finding(Level level, String what, String said) {
  /** How good it is. */
  public enum Level {
    OK("ok"),
    /** It can be used, with what is said in mind. */
    WARN("WARN"),
    /** It cannot be used. */
    FAIL("FAIL");

    private final String token;

    Level(String token) {
      this.token = token;
    }

    /** As people read it. */
    @Override
    public String toString() {
      return token;
    }
  }

  public static Finding ok(String what, String figure) {
    return new Finding(Level.OK, what, figure);
  }

  public static Finding warn(String what, String said) {
    return new Finding(Level.WARN, what, said);
  }

  public static Finding fail(String what, String said) {
    return new Finding(Level.FAIL, what, said);
  }

  public boolean failed() {
    return level == Level.FAIL;
  }
}

package org.shoestring.spec;

/** Numbers of things in messages: {@code 1 line}, {@code 2 lines}. */
public final class Plural {
  private Plural() {}

  /** So many of a thing; the noun gets an {@code s} unless there is one. */
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}

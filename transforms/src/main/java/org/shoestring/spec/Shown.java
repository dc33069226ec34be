package org.shoestring.spec;

import java.util.Locale;

/** A text of unknown origin as messages show it: in quotes, on one line, and not too long. */
public final class Shown {
  private static final int LONGEST = 60;

  private static final int LONGEST_IN_ROW = 100;

  private Shown() {}

  /** The text of a field in a message; a long one is cut. */
  public static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_IN_ROW
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_IN_ROW))
            + "... ("
            + text.length()
            + " characters)";
  }

  /** The text in quotes; control characters are written as escapes, and a long one is cut. */
  public static String quoted(String text) {
    StringBuilder shown = new StringBuilder("'");
    int at = 0;
    while (at < text.length() && at < LONGEST) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c == '\t') {
        shown.append("\\t");
      } else if (c == '\n') {
        shown.append("\\n");
      } else if (c == '\r') {
        shown.append("\\r");
      } else if (Character.isISOControl(c)) {
        shown.append(String.format(Locale.ROOT, "\\x%02x", c));
      } else {
        shown.appendCodePoint(c);
      }
    }
    return at < text.length()
        ? shown.append("...' (").append(text.length()).append(" characters)").toString()
        : shown.append('\'').toString();
  }

  /** A word of a command that the user may copy into a shell, in quotes where it needs them. */
  public static String word(String word) {
    return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

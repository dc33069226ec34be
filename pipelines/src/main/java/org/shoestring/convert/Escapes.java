package org.shoestring.convert;

import java.util.Arrays;

/**
 * How a field that TSV cannot hold is written where that was asked for: {@code \t} for a tab,
 * {@code \n} for a line feed, {@code \r} for a carriage return and {@code \\} for a backslash.
 * Escaping and unescaping are exact inverses, so anything else behind a backslash is an error.
 */
public final class Escapes {
  private static final byte[] PLAIN = {'\t', '\n', '\r', '\\'};
  private static final byte[] NAMES = {'t', 'n', 'r', '\\'};

  private Escapes() {}

  /** The field with its escapes; the same array if it needs none. */
  public static byte[] escape(byte[] field) {
    int more = 0;
    for (byte b : field) {
      more += indexOf(PLAIN, b) < 0 ? 0 : 1;
    }
    if (more == 0) {
      return field;
    }
    byte[] escaped = new byte[field.length + more];
    int at = 0;
    for (byte b : field) {
      int escape = indexOf(PLAIN, b);
      if (escape >= 0) {
        escaped[at++] = '\\';
      }
      escaped[at++] = escape < 0 ? b : NAMES[escape];
    }
    return escaped;
  }

  /**
   * The field that was escaped; the same array if nothing is.
   *
   * @throws IllegalArgumentException if a backslash starts none of the escapes
   */
  public static byte[] unescape(byte[] field) {
    if (indexOf(field, (byte) '\\') < 0) {
      return field;
    }
    byte[] plain = new byte[field.length];
    int length = 0;
    for (int i = 0; i < field.length; i++) {
      if (field[i] != '\\') {
        plain[length++] = field[i];
        continue;
      }
      int escape = ++i < field.length ? indexOf(NAMES, field[i]) : -1;
      if (escape < 0) {
        throw new IllegalArgumentException(
            "a backslash must be followed by t, n, r or another backslash");
      }
      plain[length++] = PLAIN[escape];
    }
    return Arrays.copyOf(plain, length);
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}

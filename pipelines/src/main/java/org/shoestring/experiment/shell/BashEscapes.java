package org.shoestring.experiment.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Letters that Bash's {@code $'...'} writes by numbers, one after another: the bytes of a letter
 * may have a number each.
 *
 * @param length of their text, behind the first backslash
 */
record BashEscapes(int length, String letters) {
  private static final String ONE = "(x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|[0-7]{1,3})";

  private static final Pattern ALL = Pattern.compile(ONE + "(\\\\" + ONE + ")*+");

  private static final int LONGEST = 1000;

  /** Those that come next, behind a backslash; empty if none do. */
  static Optional<BashEscapes> at(Cursor cursor) {
    Matcher all = ALL.matcher(cursor.rest(LONGEST));
    if (!all.lookingAt()) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String code : all.group().split("\\\\", -1)) {
      boolean octal = Character.isDigit(code.charAt(0));
      int value = Integer.parseInt(octal ? code : code.substring(1), octal ? 8 : 16);
      if (code.charAt(0) == 'u') {
        bytes.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write(value);
      }
    }
    StringBuilder letters = new StringBuilder();
    for (char c : bytes.toString(StandardCharsets.UTF_8).toCharArray()) {
      if (c > Token.ELSEWHERE) { // What we use as marks names no file.
        letters.append(c);
      }
    }
    return Optional.of(new BashEscapes(all.end(), letters.toString()));
  }
}

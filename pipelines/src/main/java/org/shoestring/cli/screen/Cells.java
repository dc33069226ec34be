package org.shoestring.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** Text as a terminal shows it: letters take a column, Chinese ones two, accents none. */
public final class Cells {
  private static final String CUT = "...";

  private Cells() {}

  /** How many columns a text takes. */
  public static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  private static int width(int letter) {
    int type = Character.getType(letter);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || type == Character.CONTROL) {
      return 0;
    }
    boolean wide =
        (letter >= 0x1100 && letter <= 0x115F) // Hangul
            || (letter >= 0x2E80 && letter <= 0xA4CF) // Chinese, kana, signs
            || (letter >= 0xAC00 && letter <= 0xD7A3) // Hangul syllables
            || (letter >= 0xF900 && letter <= 0xFAFF)
            || (letter >= 0xFE30 && letter <= 0xFE6F)
            || (letter >= 0xFF00 && letter <= 0xFF60) // full width forms
            || (letter >= 0xFFE0 && letter <= 0xFFE6)
            || (letter >= 0x1F300 && letter <= 0x1FAFF) // emoji
            || (letter >= 0x20000 && letter <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /** A text of at most so many columns, ending in {@code ...} if some of it is left out. */
  public static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    String dots = CUT.substring(0, Math.max(0, Math.min(CUT.length(), columns)));
    return prefix(text, columns - dots.length()) + dots;
  }

  /** As many letters as there is room for, with the accents that belong to them. */
  private static String prefix(String text, int columns) {
    int end = 0;
    int used = 0;
    while (end < text.length()) {
      int letter = text.codePointAt(end);
      used += width(letter);
      if (used > columns) {
        break;
      }
      end += Character.charCount(letter);
    }
    return text.substring(0, end);
  }

  /** A text with blanks behind it, so that it takes at least so many columns. */
  public static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** One line without what moves a cursor: tabs are blanks, escape sequences are left out. */
  public static String plain(String line) {
    return line.replaceAll(
            "\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|.)", "")
        .replaceAll("\\s+", " ")
        .replaceAll("\\p{Cntrl}", "")
        .strip();
  }

  /**
   * Lines of at most so many columns, broken at blanks. A word that is longer is broken behind a
   * sign in it, or anywhere if it has none.
   */
  public static List<String> wrap(String text, int columns) {
    int room = Math.max(2, columns);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String rest = word;
      if (line.length() > 0 && width(line.toString()) + 1 + width(rest) > room) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      } else if (line.length() > 0) {
        line.append(' ');
      }
      while (width(rest) > room) {
        String part = breakable(prefix(rest, room));
        lines.add(part);
        rest = rest.substring(part.length());
      }
      line.append(rest);
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /** The part before the last good place to break, if there is one beyond the middle. */
  private static String breakable(String part) {
    for (int i = part.length() - 1; i > part.length() / 2; i--) {
      if ("/|,;:=_-".indexOf(part.charAt(i)) >= 0) {
        return part.substring(0, i + 1);
      }
    }
    return part;
  }
}

package org.shoestring.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal would show: it knows line feeds, moving up, and clearing. */
public final class VirtualTerminal {
  private static final Pattern ESCAPE = Pattern.compile("\u001B\\[(\\d*)([A-Za-z])");

  private final int columns;
  private final int rows;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;

  /** An empty one. */
  public VirtualTerminal(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Prints text, and fails at an escape sequence that it does not know. */
  public VirtualTerminal print(String text) {
    Matcher escape = ESCAPE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\u001B') {
        if (!escape.find(at) || escape.start() != at) {
          throw new IllegalArgumentException("unknown escape in " + text.substring(at));
        }
        obey(escape.group(1), escape.group(2));
        at = escape.end();
        continue;
      }
      at++;
      if (c == '\r') {
        column = 0;
      } else if (c == '\n') {
        down();
      } else {
        put(c);
      }
    }
    return this;
  }

  private void obey(String number, String letter) {
    switch (letter) {
      case "A" -> row = Math.max(lines.size() - rows, row - Integer.parseInt(number));
      case "K" -> cut(row, column);
      case "J" -> {
        cut(row, column);
        lines.subList(row + 1, lines.size()).clear();
      }
      default -> throw new IllegalArgumentException("unknown escape ending in " + letter);
    }
    row = Math.max(0, row);
  }

  private void down() {
    row++;
    column = 0;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }

  private void put(char c) {
    if (column == columns) {
      down();
    }
    StringBuilder line = lines.get(row);
    line.append(" ".repeat(Math.max(0, column + 1 - line.length())));
    line.setCharAt(column++, c);
  }

  private void cut(int number, int length) {
    StringBuilder line = lines.get(number);
    line.setLength(Math.min(line.length(), length));
  }

  /** All lines, those that have scrolled away too, without empty ones at the end. */
  public List<String> lines() {
    List<String> shown = new ArrayList<>();
    lines.forEach(line -> shown.add(line.toString().stripTrailing()));
    while (!shown.isEmpty() && shown.get(shown.size() - 1).isEmpty()) {
      shown.remove(shown.size() - 1);
    }
    return shown;
  }
}

package org.shoestring.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of fields as lines whose fields stand below each other. */
public final class AlignedLines {
  private static final String GAP = "  ";
  private static final int INDENT = 4;
  private static final int NARROWEST_FIELD = 20;

  /** The blank between a number and the word that it belongs to. */
  private static final Pattern NUMBER = Pattern.compile("(?<=\\w) (?=[0-9])|(?<=[0-9]) (?=\\w)");

  private AlignedLines() {}

  /** One line a row, however long. */
  public static List<String> of(List<List<String>> rows) {
    return of(rows, Integer.MAX_VALUE);
  }

  /**
   * Lines of at most so many columns. The last field of a row continues below its beginning; if
   * that is too far to the right, it stands below the others. A number stays with its word. Paths
   * and other long words are never broken, so they may be wider.
   */
  public static List<String> of(List<List<String>> rows, int columns) {
    List<Integer> widths = widths(rows);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder before = new StringBuilder();
      for (int i = 0; i + 1 < row.size(); i++) {
        before.append(Cells.padded(row.get(i), widths.get(i))).append(GAP);
      }
      String last = row.isEmpty() ? "" : row.get(row.size() - 1);
      add(lines, before.toString(), last, columns);
    }
    return lines;
  }

  private static List<Integer> widths(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i + 1 < row.size(); i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), Cells.width(row.get(i))));
      }
    }
    return widths;
  }

  private static void add(List<String> lines, String before, String last, int columns) {
    int start = Cells.width(before);
    if (start + Cells.width(last) <= columns) {
      lines.add((before + last).stripTrailing());
      return;
    }
    String whole = NUMBER.matcher(last).replaceAll(String.valueOf(Message.UNBROKEN));
    List<String> parts = Message.broken(whole, columns - start, 0);
    if (columns - start >= NARROWEST_FIELD && fits(parts, columns - start)) {
      lines.add(before + parts.get(0));
      parts.stream().skip(1).forEach(part -> lines.add(" ".repeat(start) + part));
    } else {
      lines.addAll(Message.broken(before.strip(), columns, 0));
      Message.broken(whole, columns - INDENT, 0)
          .forEach(part -> lines.add(" ".repeat(INDENT) + part));
    }
  }

  private static boolean fits(List<String> parts, int columns) {
    return parts.stream().allMatch(part -> Cells.width(part) <= columns);
  }
}

package org.shoestring.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** Rows of fields as lines whose fields stand below each other. */
public final class AlignedLines {
  private static final String GAP = "  ";
  private static final int INDENT = 4;
  private static final int NARROWEST_FIELD = 20;

  private AlignedLines() {}

  /** One line a row, however long. */
  public static List<String> of(List<List<String>> rows) {
    return of(rows, Integer.MAX_VALUE);
  }

  /**
   * Lines of at most so many columns. The last field of a row goes on below its beginning; if that
   * is too far to the right, it stands below the others.
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
    String indent = " ".repeat(start);
    if (columns - start < NARROWEST_FIELD) {
      indent = " ".repeat(INDENT);
      lines.addAll(Cells.wrap(before.strip(), columns));
    }
    List<String> parts = Cells.wrap(last, columns - indent.length());
    for (int i = 0; i < parts.size(); i++) {
      boolean beside = i == 0 && indent.length() == start;
      lines.add((beside ? before : indent) + parts.get(i));
    }
  }
}

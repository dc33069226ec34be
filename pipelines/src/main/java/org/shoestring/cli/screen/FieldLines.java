package org.shoestring.cli.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of fields for a terminal: below each other if they fit, else each row in as many lines as it
 * needs. A field is never broken, so that it can be copied.
 */
public final class FieldLines {
  private static final String GAP = "  ";
  private static final String INDENT = "    ";

  private FieldLines() {}

  /** Lines of at most so many columns, but for a field that is longer by itself. */
  public static List<String> of(List<List<String>> rows, int columns) {
    List<String> aligned = AlignedLines.of(rows);
    if (aligned.stream().allMatch(line -> Cells.width(line) <= columns)) {
      return aligned;
    }
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> add(row, columns, lines));
    return lines;
  }

  private static void add(List<String> row, int columns, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (String field : row) {
      String gap = line.length() == 0 ? "" : GAP;
      if (!gap.isEmpty() && Cells.width(line + gap + field) > columns) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        gap = INDENT;
      }
      line.append(gap).append(field);
    }
    lines.add(line.toString().stripTrailing());
  }
}

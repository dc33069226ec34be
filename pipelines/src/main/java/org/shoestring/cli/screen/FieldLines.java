package org.shoestring.cli.screen;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Rows of fields for a terminal: fields stand below each other in the rows that fit, and a row that
 * is too wide takes as many lines as it needs. A field is never broken, so that it can be copied.
 */
public final class FieldLines {
  private static final String GAP = "  ";
  private static final String INDENT = "    ";

  private FieldLines() {}

  /** Lines of at most so many columns, but for a field that is longer by itself. */
  public static List<String> of(List<List<String>> rows, int columns) {
    List<List<String>> fitting =
        rows.stream().filter(row -> Cells.width(String.join(GAP, row)) <= columns).toList();
    List<String> aligned = AlignedLines.of(fitting);
    boolean fit = aligned.stream().allMatch(line -> Cells.width(line) <= columns);
    Iterator<String> next = aligned.iterator();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      if (fit && Cells.width(String.join(GAP, row)) <= columns) {
        lines.add(next.next());
      } else {
        add(row, columns, lines);
      }
    }
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

package org.shoestring.cli;

import java.util.List;
import org.shoestring.cli.screen.FieldLines;
import org.shoestring.cli.screen.Screen;

/** Rows of fields on stdout: separated by tabs, but on a terminal in lines that fit it. */
final class Rows {
  private Rows() {}

  /** Prints a row without waiting for others. */
  static void print(String... fields) {
    print(List.of(List.of(fields)));
  }

  /** Prints rows whose fields stand below each other. */
  static void print(List<List<String>> rows) {
    Screen screen = Screen.stdout();
    List<String> lines =
        screen.isTerminal()
            ? FieldLines.of(rows, screen.columns())
            : rows.stream().map(row -> String.join("\t", row)).toList();
    lines.forEach(System.out::println);
  }
}

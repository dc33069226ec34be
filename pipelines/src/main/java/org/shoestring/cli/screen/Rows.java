package org.shoestring.cli.screen;

import java.util.List;

/** Rows of fields on stdout: separated by tabs, but on a terminal in lines that fit it. */
public final class Rows {
  private Rows() {}

  /** Prints a row without waiting for others. */
  public static void print(String... fields) {
    print(List.of(List.of(fields)));
  }

  /** Prints rows whose fields stand below each other. */
  public static void print(List<List<String>> rows) {
    Screen screen = Screen.stdout();
    List<String> lines =
        screen.isTerminal()
            ? FieldLines.of(rows, screen.columns())
            : rows.stream().map(row -> String.join("\t", row)).toList();
    lines.forEach(System.out::println);
  }
}

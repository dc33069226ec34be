package org.shoestring.tsv;

import java.util.ArrayList;
import java.util.List;

/**
 * The TSV of manifests and records, which people read: a line a fact, typed by its first field,
 * {@code \t}, {@code \n}, {@code \r} and {@code \\} escaped in the fields. Tables of data have no
 * escapes at all.
 */
public final class TsvFormat {
  private TsvFormat() {}

  /** One line, with its line feed. */
  public static String line(String... fields) {
    return line(List.of(fields));
  }

  /** One line, with its line feed. */
  public static String line(List<String> fields) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        line.append('\t');
      }
      line.append(escape(fields.get(i)));
    }
    return line.append('\n').toString();
  }

  /** The fields of one line, given without its line feed. */
  public static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    for (String field : line.split("\t", -1)) {
      fields.add(unescape(field));
    }
    return fields;
  }

  private static String escape(String field) {
    return field
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        char next = field.charAt(++i);
        text.append(
            switch (next) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> next;
            });
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}

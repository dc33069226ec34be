package org.shoestring.table;

import java.util.List;

/**
 * An output outside an experiment as a user names it: {@code FOLDER[/TABLE][:COLUMN[+COLUMN]]}.
 *
 * @param place {@code FOLDER} or {@code FOLDER/TABLE}
 * @param columns empty if none are named
 */
public record OutputLocation(String place, List<String> columns) {
  public OutputLocation {
    columns = List.copyOf(columns);
  }

  /** Reads the written form; a colon that a {@code /} follows is part of the folder. */
  public static OutputLocation parse(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0 || text.indexOf('/', colon) >= 0
        ? new OutputLocation(text, List.of())
        : new OutputLocation(
            text.substring(0, colon), List.of(text.substring(colon + 1).split("[+,]", -1)));
  }
}

package org.shoestring.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ways in which a small text of tab-separated lines can be damaged. */
public final class DamagedTexts {
  private static final String HUGE = "99999999999999999999";

  private DamagedTexts() {}

  /** The damaged forms of a text, each another one than the text, by what was done to it. */
  public static Map<String, String> of(String text) {
    Map<String, String> damaged = new LinkedHashMap<>();
    damaged.put("empty", "");
    damaged.put("a NUL", "\0");
    damaged.put("twice", text + text);
    damaged.put("another line", text + "x\ty\n");
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int line = 0; line < lines.size(); line++) {
      List<String> fields = List.of(lines.get(line).split("\t", -1));
      for (int field = 0; field < fields.size(); field++) {
        for (Map.Entry<String, List<String>> change : changes(fields, field).entrySet()) {
          List<String> changed = new ArrayList<>(lines);
          changed.set(line, String.join("\t", change.getValue()));
          String what = "line " + (line + 1) + ", field " + field + ": " + change.getKey();
          damaged.put(what, String.join("\n", changed) + "\n");
        }
      }
      String before = String.join("\n", lines.subList(0, line)) + (line == 0 ? "" : "\n");
      damaged.put("cut before line " + (line + 1), before);
      int half = lines.get(line).length() / 2;
      damaged.put("cut in line " + (line + 1), before + lines.get(line).substring(0, half));
      damaged.put("cut behind line " + (line + 1), before + lines.get(line));
      List<String> others = new ArrayList<>(lines);
      others.remove(line);
      damaged.put("no line " + (line + 1), String.join("\n", others) + "\n");
    }
    damaged.values().removeIf(text::equals);
    return damaged;
  }

  private static Map<String, List<String>> changes(List<String> fields, int field) {
    Map<String, List<String>> changes = new LinkedHashMap<>();
    List<String> fewer = new ArrayList<>(fields);
    fewer.remove(field);
    changes.put("deleted", fewer);
    String value = fields.get(field);
    Map<String, String> others = new LinkedHashMap<>();
    others.put("empty", "");
    others.put("letters", value.replaceFirst("[0-9]", "x"));
    others.put("another digit", value.replaceFirst("[0-8]", "9"));
    others.put("another last digit", value.replaceFirst("[1-9](?=[^0-9]*$)", "0"));
    others.put("huge", HUGE);
    others.put("large", "9".repeat(14));
    others.put("negative", "-" + value);
    others.put("a NUL", value + "\0");
    others.put("a blank", value + " ");
    others.put("above", "../" + value);
    others.put("a wrong escape", value + "\\x");
    others.put("twice", value + "\t" + value);
    others.forEach(
        (what, other) -> {
          List<String> changed = new ArrayList<>(fields);
          changed.set(field, other);
          changes.put(what, changed);
        });
    return changes;
  }
}

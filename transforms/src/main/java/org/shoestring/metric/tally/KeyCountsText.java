package org.shoestring.metric.tally;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.metric.KeyCounts;

/**
 * Counts of a segment as one field: {@code KEY=COUNT,COUNT KEY=COUNT,COUNT}, sorted. In keys,
 * {@code %}, {@code =}, blanks and control characters are written as {@code %} and two hexadecimal
 * digits.
 */
final class KeyCountsText {
  private static final String RESERVED = "%= ";
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-F]{2})+");
  private static final int ESCAPE = 3;
  private static final int HEX = 16;

  private KeyCountsText() {}

  static void append(StringBuilder line, KeyCounts counts) {
    String between = "";
    for (String key : counts.keys()) {
      line.append(between);
      appendKey(line, key);
      for (int i = 0; i < counts.size(); i++) {
        line.append(i == 0 ? '=' : ',');
        StatisticNumber.append(line, counts.get(key, i));
      }
      between = " ";
    }
  }

  private static void appendKey(StringBuilder line, String key) {
    for (int i = 0; i < key.length(); i++) {
      char character = key.charAt(i);
      if (character < ' ' || RESERVED.indexOf(character) >= 0) {
        line.append('%')
            .append(Character.toUpperCase(Character.forDigit(character / HEX, HEX)))
            .append(Character.toUpperCase(Character.forDigit(character % HEX, HEX)));
      } else {
        line.append(character);
      }
    }
  }

  /** Adds the counts of a field that {@link #append} made. */
  static void add(String field, KeyCounts counts) {
    for (int from = 0; from < field.length(); ) {
      int end = end(field, ' ', from);
      int equals = end(field, '=', from);
      String key = key(field.substring(from, equals));
      int at = equals + 1;
      for (int i = 0; i < counts.size(); i++) {
        int next = Math.min(end(field, ',', at), end);
        counts.add(key, i, Double.parseDouble(field.substring(at, next)));
        at = next + 1;
      }
      from = end + 1;
    }
  }

  private static int end(String field, char separator, int from) {
    int found = field.indexOf(separator, from);
    return found < 0 ? field.length() : found;
  }

  private static String key(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    return ESCAPES
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(bytes(match.group())));
  }

  private static String bytes(String escapes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escapes.length(); i += ESCAPE) {
      bytes.write(Integer.parseInt(escapes.substring(i + 1, i + ESCAPE), HEX));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

package org.shoestring.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shoestring.tsv.LineReader;

/** A JSON object a line; columns are the names of its fields, {@code a.b} for b in the object a. */
public final class JsonRecords extends Records {
  /** Numbers are never computed with, so they may be as long as a line. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(LineReader.MAX_LINE_BYTES).build())
          .build();

  private final TextFile text;
  private final List<String> columns;
  private final boolean nested;
  private final Map<String, Integer> places = new HashMap<>();
  private final Set<String> ways = new HashSet<>();
  private final Set<String> waysFound = new HashSet<>();
  private byte[][] fields = {};
  private @Nullable Problem problem;

  /**
   * Objects of a text.
   *
   * @param nested whether an array or object is a field, as compact JSON
   */
  public JsonRecords(TextFile text, List<String> columns, boolean nested) {
    this.text = text;
    this.columns = List.copyOf(columns);
    this.nested = nested;
    for (String column : columns) {
      places.put(column, places.size());
      for (int dot = column.indexOf('.'); dot >= 0; dot = column.indexOf('.', dot + 1)) {
        ways.add(column.substring(0, dot));
      }
    }
  }

  /** The names of the fields of the first object that is one; none if there is none. */
  public static List<String> namesOfFirst(TextFile text) throws IOException {
    List<String> names = new ArrayList<>();
    while (names.isEmpty() && text.next()) {
      try (JsonParser parser = JSON.createParser(text.bytes())) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            names.add(parser.currentName());
            parser.nextToken();
            parser.skipChildren();
          }
        }
      } catch (JsonProcessingException e) {
        names.clear();
      }
    }
    return names;
  }

  @Override
  public boolean next() throws IOException {
    if (!text.next()) {
      return false;
    }
    fields = new byte[columns.size()][];
    problem = text.problem();
    if (problem == null) {
      try (JsonParser parser =
          JSON.createParser(
              text.lines().bytes(),
              text.lines().start(),
              text.lines().end() - text.lines().start())) {
        read(parser);
      } catch (JsonProcessingException e) {
        problem = new Problem("json", "no JSON: " + e.getOriginalMessage());
      }
    }
    if (problem == null) {
      set(fields);
    } else {
      set(problem);
    }
    return true;
  }

  private void read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      problem = new Problem("json", "no JSON object; a record is {\"NAME\": VALUE, ...} in a line");
      return;
    }
    waysFound.clear();
    readObject(parser, "");
    if (problem == null && parser.nextToken() != null) {
      problem = new Problem("json", "more than one JSON object in a line");
    }
    for (int i = 0; i < fields.length && problem == null; i++) {
      if (fields[i] == null) {
        problem = new Problem("missing_field", "no field '" + columns.get(i) + "'");
      }
    }
  }

  private void readObject(JsonParser parser, String prefix) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      Integer place = places.get(name);
      boolean onTheWay = ways.contains(name);
      if (onTheWay && !waysFound.add(name)) {
        problem = twice(name);
      }
      if (place != null) {
        readField(parser, name, place, value);
      } else if (onTheWay && value == JsonToken.START_OBJECT) {
        readObject(parser, name + ".");
      } else {
        parser.skipChildren();
      }
    }
  }

  private static Problem twice(String name) {
    return new Problem("json", "field '" + name + "' stands twice");
  }

  private void readField(JsonParser parser, String name, int place, JsonToken value)
      throws IOException {
    if (fields[place] != null) {
      problem = twice(name);
    }
    String found;
    if (!value.isStructStart()) {
      found = value == JsonToken.VALUE_NULL ? "" : parser.getText();
    } else if (nested) {
      found = compact(parser);
    } else {
      String what = value == JsonToken.START_ARRAY ? "an array" : "an object";
      String cure =
          value == JsonToken.START_ARRAY ? "" : "name a field of it, like " + name + ".NAME, or ";
      problem =
          new Problem(
              "nested_value",
              "field '" + name + "' is " + what + "; " + cure + "write it with --json-values");
      parser.skipChildren();
      found = "";
    }
    fields[place] = found.getBytes(UTF_8);
    if (hasHalfAPair(found)) {
      problem =
          new Problem(
              "surrogate", "field '" + name + "' has half a surrogate pair, which is no text");
    }
  }

  /** The array or object that starts, without blanks; numbers as they stand. */
  private static String compact(JsonParser parser) throws IOException {
    StringWriter compact = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(compact)) {
      int depth = 0;
      JsonToken token = parser.currentToken();
      while (true) {
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
          generator.writeNumber(parser.getText());
        } else {
          generator.copyCurrentEvent(parser);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 0) {
          break;
        }
        token = parser.nextToken();
      }
    }
    return compact.toString();
  }

  private static boolean hasHalfAPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(++i))) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public String file() {
    return text.name();
  }

  @Override
  public long line() {
    return text.lines().line();
  }

  @Override
  public String text() {
    return text.escaped();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}

package org.shoestring.convert.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.convert.Problem;
import org.shoestring.convert.Records;
import org.shoestring.convert.TextFile;

/**
 * JSON objects, a line each or in one array; columns are the names of their fields, {@code a.b} for
 * b in the object a, {@code a.0} for the first of the array a.
 */
public final class JsonRecords extends Records {
  private static final int PEEKED = 1 << 12;

  private final JsonTexts texts;
  private final List<String> columns;
  private final Settings settings;
  private final Map<String, Integer> places = new HashMap<>();
  private final Set<String> ways = new HashSet<>();
  private final Set<String> waysFound = new HashSet<>();
  private byte[][] fields = {};
  private @Nullable Problem problem;

  /**
   * What is done with values that are no text.
   *
   * @param nested whether an array or object is a field, as compact JSON
   * @param missing stands for a field that an object has not; null if that is an error
   */
  public record Settings(boolean nested, @Nullable String missing) {}

  /** Objects of texts, which {@link #close} closes. */
  public JsonRecords(JsonTexts texts, List<String> columns, Settings settings) {
    this.texts = texts;
    this.columns = List.copyOf(columns);
    this.settings = settings;
    for (String column : columns) {
      places.put(column, places.size());
      for (int dot = column.indexOf('.'); dot >= 0; dot = column.indexOf('.', dot + 1)) {
        ways.add(column.substring(0, dot));
      }
    }
  }

  /**
   * Objects of a file: those of its lines, or of its array if it begins with a bracket.
   *
   * @param stored its bytes, compressed or not; closed with the result
   */
  public static JsonRecords open(
      InputStream stored, String name, List<String> columns, Settings settings) throws IOException {
    return new JsonRecords(texts(stored, name), columns, settings);
  }

  private static JsonTexts texts(InputStream stored, String name) throws IOException {
    BufferedInputStream plain = new BufferedInputStream(TextFile.decompress(stored, name), PEEKED);
    plain.mark(PEEKED);
    String start;
    try {
      start = new String(plain.readNBytes(PEEKED - 1), UTF_8);
    } catch (CorruptException e) {
      throw BadDataException.at(name, 1, e.withCure());
    }
    plain.reset();
    return start.replaceFirst("^\ufeff", "").stripLeading().startsWith("[")
        ? new JsonArray(plain, name)
        : new JsonLines(TextFile.ofPlain(plain, name));
  }

  /** The names of the fields of the first object of a file that is one; none if there is none. */
  public static List<String> namesOfFirst(InputStream stored, String name) throws IOException {
    List<String> names = new ArrayList<>();
    try (JsonTexts texts = texts(stored, name)) {
      while (names.isEmpty() && texts.next()) {
        try (JsonParser parser = JsonSyntax.parser(texts)) {
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
    }
    return names;
  }

  @Override
  public boolean next() throws IOException {
    if (!texts.next()) {
      return false;
    }
    fields = new byte[columns.size()][];
    problem = texts.problem();
    if (problem == null) {
      try (JsonParser parser = JsonSyntax.parser(texts)) {
        read(parser);
      } catch (JsonProcessingException e) {
        problem = new Problem("json", JsonSyntax.fault(texts, e));
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
      problem =
          new Problem(
              "json", "not a JSON object, {\"NAME\": VALUE, ...}; the file must " + texts.form());
      return;
    }
    waysFound.clear();
    readObject(parser, "");
    if (problem == null && parser.nextToken() != null) {
      problem = new Problem("json", "more than one JSON object; the file must " + texts.form());
    }
    String missing = settings.missing();
    for (int i = 0; i < fields.length && problem == null; i++) {
      if (fields[i] == null && missing == null) {
        problem =
            new Problem(
                "missing_field",
                "field '"
                    + columns.get(i)
                    + "' is missing; to fill in missing fields, add --missing TEXT");
      } else if (fields[i] == null && missing != null) {
        fields[i] = missing.getBytes(UTF_8);
      }
    }
  }

  private void readObject(JsonParser parser, String prefix) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = prefix + parser.currentName();
      readValue(parser, name, parser.nextToken());
    }
  }

  private void readArray(JsonParser parser, String prefix) throws IOException {
    int place = 0;
    for (JsonToken value = parser.nextToken();
        value != JsonToken.END_ARRAY;
        value = parser.nextToken()) {
      readValue(parser, prefix + place, value);
      place++;
    }
  }

  private void readValue(JsonParser parser, String name, JsonToken value) throws IOException {
    Integer place = places.get(name);
    boolean onTheWay = ways.contains(name);
    if (onTheWay && !waysFound.add(name)) {
      problem = twice(name);
    }
    if (place != null) {
      readField(parser, name, place, value);
    } else if (onTheWay && value == JsonToken.START_OBJECT) {
      readObject(parser, name + ".");
    } else if (onTheWay && value == JsonToken.START_ARRAY) {
      readArray(parser, name + ".");
    } else {
      parser.skipChildren();
    }
  }

  private static Problem twice(String name) {
    return new Problem("json", "field '" + name + "' is there twice");
  }

  private void readField(JsonParser parser, String name, int place, JsonToken value)
      throws IOException {
    if (fields[place] != null) {
      problem = twice(name);
    }
    String found;
    if (!value.isStructStart()) {
      found = value == JsonToken.VALUE_NULL ? "" : parser.getText();
    } else if (settings.nested()) {
      found = JsonSyntax.compact(parser);
    } else {
      String what = value == JsonToken.START_ARRAY ? "an array" : "an object";
      String cure =
          value == JsonToken.START_ARRAY
              ? "choose one of its values, for example " + name + ".0, or "
              : "choose one of its fields, for example " + name + ".NAME, or ";
      problem =
          new Problem(
              "nested_value",
              "field '"
                  + name
                  + "' is "
                  + what
                  + "; "
                  + cure
                  + "add --json-values to write it as JSON");
      parser.skipChildren();
      found = "";
    }
    fields[place] = found.getBytes(UTF_8);
    if (hasHalfAPair(found)) {
      problem =
          new Problem(
              "surrogate",
              "field '" + name + "' has half of a surrogate pair, which is not valid text");
    }
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
    return texts.file();
  }

  @Override
  public long line() {
    return texts.line();
  }

  @Override
  public String text() {
    return texts.escaped();
  }

  @Override
  public void close() throws IOException {
    texts.close();
  }
}

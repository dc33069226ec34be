package org.shoestring.convert.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.LineReader;
import org.shoestring.convert.Problem;
import org.shoestring.convert.Records;
import org.shoestring.convert.TextFile;
import org.shoestring.spec.Shown;

/**
 * JSON objects, a line each or in one array; columns are the names of their fields, {@code a.b} for
 * b in the object a, {@code a.0} for the first of the array a.
 */
public final class JsonRecords extends Records {
  private static final int MAX_LEVELS = 1000;
  private static final int PEEKED = 1 << 12;
  private static final int NEAR = 12;

  /** Numbers are never computed with, so they may be as long as a line. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_LEVELS)
                  .maxNumberLength(LineReader.MAX_LINE_BYTES)
                  .maxStringLength(LineReader.MAX_LINE_BYTES)
                  .build())
          .build();

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
        try (JsonParser parser = parser(texts)) {
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

  private static JsonParser parser(JsonTexts texts) throws IOException {
    return JSON.createParser(texts.bytes(), texts.start(), texts.end() - texts.start());
  }

  @Override
  public boolean next() throws IOException {
    if (!texts.next()) {
      return false;
    }
    fields = new byte[columns.size()][];
    problem = texts.problem();
    if (problem == null) {
      try (JsonParser parser = parser(texts)) {
        read(parser);
      } catch (JsonProcessingException e) {
        problem = new Problem("json", fault(e));
      }
    }
    if (problem == null) {
      set(fields);
    } else {
      set(problem);
    }
    return true;
  }

  /** What is wrong with a text that is no JSON, in our own words. */
  private String fault(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "the JSON is nested more than " + MAX_LEVELS + " levels deep; make it flatter";
    }
    if (e instanceof JsonEOFException) {
      return "not valid JSON: it ends in the middle; the file must " + texts.form();
    }
    JsonLocation location = e.getLocation();
    int from = texts.start();
    for (int line = 1; line < location.getLineNr(); line++) {
      while (texts.bytes()[from++] != '\n') {
        // On to the next line.
      }
    }
    int at = Math.min(texts.end(), from + Math.max(0, location.getColumnNr() - 1));
    String before = new String(texts.bytes(), from, at - from, UTF_8);
    String after = new String(texts.bytes(), at, Math.min(texts.end() - at, 4 * NEAR), UTF_8);
    String near =
        before.substring(Math.max(0, before.length() - NEAR))
            + after.substring(0, Math.min(after.length(), NEAR));
    int column = before.codePointCount(0, before.length()) + 1;
    String lines =
        location.getLineNr() == 1 ? "" : "line " + location.getLineNr() + " of this object, ";
    return "not valid JSON near " + lines + "column " + column + ", " + Shown.quoted(near);
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
      found = compact(parser);
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

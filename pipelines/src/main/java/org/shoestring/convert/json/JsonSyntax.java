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
import java.io.IOException;
import java.io.StringWriter;
import org.shoestring.bytes.LineReader;
import org.shoestring.spec.Shown;

/** How texts are parsed as JSON, and what is wrong with those that are none. */
final class JsonSyntax {
  private static final int MAX_LEVELS = 1000;
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

  private JsonSyntax() {}

  static JsonParser parser(JsonTexts texts) throws IOException {
    return JSON.createParser(texts.bytes(), texts.start(), texts.end() - texts.start());
  }

  /** What is wrong with a text that is no JSON, in our own words. */
  static String fault(JsonTexts texts, JsonProcessingException e) {
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

  /** The array or object that starts, without blanks; numbers as they stand. */
  static String compact(JsonParser parser) throws IOException {
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
}

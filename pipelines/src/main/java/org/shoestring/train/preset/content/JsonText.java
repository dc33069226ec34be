package org.shoestring.train.preset.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file is one whole JSON text, as Python writes it, and what an index of shards names.
 */
public final class JsonText {
  /** Python writes NaN and Infinity; names of tensors are not worth remembering. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private JsonText() {}

  static JsonParser parser(InputStream bytes) throws IOException {
    return JSON.createParser(bytes);
  }

  /** What is wrong with a JSON file, for people; empty if it is whole. */
  public static Optional<String> fault(Path path) throws IOException {
    return FileBytes.look(path, file -> fault(file, new TreeSet<>()));
  }

  /**
   * The same of an index of shards, whose {@code weight_map} says in which file each tensor is, or
   * in which files.
   *
   * @param shards takes the names of these files
   */
  public static Optional<String> indexFault(Path path, SortedSet<String> shards)
      throws IOException {
    return FileBytes.look(path, file -> fault(file, shards));
  }

  /** A fault if a field of the outermost object is null. */
  public static Optional<String> nullFault(Path path, String field, String fault)
      throws IOException {
    return FileBytes.look(
        path, file -> isNull(file, field) ? Optional.of(fault) : Optional.empty());
  }

  private static boolean isNull(FileBytes file, String field) throws IOException {
    try (JsonParser json = parser(file.from(0))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_NULL
            && json.getParsingContext().getParent().inRoot()
            && field.equals(json.getParsingContext().getCurrentName())) {
          return true;
        }
      }
    } catch (JsonProcessingException | CharConversionException e) {
      return false;
    }
    return false;
  }

  private static Optional<String> fault(FileBytes file, SortedSet<String> shards)
      throws IOException {
    int depth = 0;
    boolean map = false;
    boolean any = false;
    try (JsonParser json = parser(file.from(0))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        any = true;
        if (token.isStructStart()) {
          depth++;
          map |= depth == 2 && "weight_map".equals(name(json));
        } else if (token.isStructEnd()) {
          depth--;
          map &= depth >= 2;
        } else if (token == JsonToken.VALUE_STRING && map) {
          shards.add(json.getText());
        }
      }
    } catch (JsonProcessingException | CharConversionException e) {
      return Optional.of("its JSON is damaged or not yet whole");
    }
    return any ? Optional.empty() : Optional.of("it is empty");
  }

  private static @Nullable String name(JsonParser json) {
    return json.getParsingContext().getParent().getCurrentName();
  }
}

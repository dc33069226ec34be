package org.shoestring.train.preset.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Whether a safetensors file is as long as its header says: eight bytes with the header's length,
 * the header, and data up to the highest offset. Looked up in safetensors 0.6.2, which writes in
 * place from the front, and 0.8.0-rc.0, which renames a finished file ({@code tensor.rs}).
 */
public final class SafetensorsCheck {
  private static final int LENGTH = 8;

  /** The library takes no longer header. */
  private static final long LONGEST_HEADER = 100_000_000;

  private SafetensorsCheck() {}

  /** What is wrong with such a file, for people; empty if it is whole. */
  public static Optional<String> fault(Path path) throws IOException {
    return FileBytes.look(path, SafetensorsCheck::fault);
  }

  private static Optional<String> fault(FileBytes file) throws IOException {
    if (file.size() < LENGTH) {
      return Optional.of("it ends in the middle of its header");
    }
    long header = file.read(0, LENGTH).getLong();
    if (header < 2 || header > LONGEST_HEADER) {
      return Optional.of("its header is damaged");
    }
    if (file.size() < LENGTH + header) {
      return Optional.of("it ends in the middle of its header");
    }
    InputStream bytes =
        BoundedInputStream.builder().setInputStream(file.from(LENGTH)).setMaxCount(header).get();
    long data;
    try {
      data = dataLength(bytes);
    } catch (JsonProcessingException | CharConversionException e) {
      return Optional.of("its header is damaged");
    }
    long expected = LENGTH + header + data;
    return file.size() == expected
        ? Optional.empty()
        : Optional.of("it has " + file.size() + " bytes, but its header says " + expected);
  }

  /** The highest offset in a header: a map of tensors, each with {@code data_offsets}. */
  private static long dataLength(InputStream header) throws IOException {
    long end = 0;
    try (JsonParser json = JsonText.parser(header)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        // {"tensor": {"data_offsets": [0, 16]}}: metadata has texts only.
        if (token == JsonToken.VALUE_NUMBER_INT
            && json.getParsingContext().inArray()
            && "data_offsets".equals(json.getParsingContext().getParent().getCurrentName())) {
          end = Math.max(end, json.getLongValue());
        }
      }
    }
    return end;
  }
}

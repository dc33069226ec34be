package org.shoestring.convert.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.shoestring.convert.RecordSink;

/** Writes a JSON object a line, all values strings. */
public final class JsonSink implements RecordSink {
  private final JsonGenerator json;
  private final List<SerializedString> names;

  /** Objects into {@code out}, which {@link #close} closes. */
  public JsonSink(OutputStream out, List<String> columns) throws IOException {
    this.json =
        JsonFactory.builder()
            .build()
            .createGenerator(out, JsonEncoding.UTF8)
            .setRootValueSeparator(new SerializedString(""));
    this.names = columns.stream().map(SerializedString::new).toList();
  }

  @Override
  public void write(byte[][] fields) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < fields.length; i++) {
      json.writeFieldName(names.get(i));
      json.writeUTF8String(fields[i], 0, fields[i].length);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}

package org.shoestring.server.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param length of the body; negative if it is not known before
 */
record GcsAnswer(int status, Map<String, String> headers, InputStream body, long length) {

  static GcsAnswer json(int status, JsonObject body) {
    return text(status, "application/json; charset=UTF-8", body.toString());
  }

  static GcsAnswer text(int status, String type, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new GcsAnswer(
        status, Map.of("Content-Type", type), new ByteArrayInputStream(bytes), bytes.length);
  }

  static GcsAnswer empty(int status) {
    return new GcsAnswer(status, Map.of(), InputStream.nullInputStream(), 0);
  }

  GcsAnswer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new GcsAnswer(status, all, body, length);
  }
}

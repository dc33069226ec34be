package org.shoestring.server.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of a body of several: {@code multipart/related}, {@code multipart/mixed}. */
final class MimeParts {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^; ]+))");

  private MimeParts() {}

  /** A part; its content keeps every byte. */
  record Part(Headers headers, String content) {
    byte[] bytes() {
      return content.getBytes(ISO_8859_1);
    }
  }

  /** Reads a body whose type names the boundary. */
  static List<Part> read(@Nullable String type, byte[] body) throws GcsRefusal {
    Matcher boundary = BOUNDARY.matcher(type == null ? "" : type);
    if (!boundary.find()) {
      throw GcsRefusal.invalid("Missing multipart boundary");
    }
    String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    // One character a byte, so that contents of any kind survive.
    String text = "\r\n" + new String(body, ISO_8859_1);
    String[] pieces = text.split(Pattern.quote("\r\n--" + name), -1);
    if (pieces.length < 3 || !pieces[pieces.length - 1].startsWith("--")) {
      throw GcsRefusal.invalid("Malformed multipart body.");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 1; i < pieces.length - 1; i++) {
      parts.add(part(pieces[i]));
    }
    return parts;
  }

  private static Part part(String piece) throws GcsRefusal {
    int start = piece.indexOf("\r\n");
    int end = piece.indexOf("\r\n\r\n");
    if (start < 0 || end < 0) {
      throw GcsRefusal.invalid("Malformed multipart body.");
    }
    String head = end == start ? "" : piece.substring(start + 2, end);
    return new Part(headers(head), piece.substring(end + 4));
  }

  /** Lines of {@code Name: value}. */
  static Headers headers(String lines) {
    Headers headers = new Headers();
    for (String line : lines.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }
}

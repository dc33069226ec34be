package org.shoestring.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The head of a request or an answer of HTTP/1.1, kept as it came, with what is needed to know
 * where its message ends.
 */
public final class HttpHead {
  private static final int LONGEST = 1 << 16;

  private final byte[] bytes;
  private final List<String> start;
  private final Map<String, String> headers;

  private HttpHead(byte[] bytes) {
    List<String> lines = new String(bytes, ISO_8859_1).lines().toList();
    Map<String, String> read = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        read.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    this.bytes = bytes;
    this.start = List.of(lines.get(0).split(" ", 3));
    this.headers = Collections.unmodifiableMap(read);
  }

  /** Reads up to the empty line; empty if the connection ends before the first byte. */
  public static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int line = 0;
    while (true) {
      int b = in.read();
      if (b < 0 && head.size() == 0) {
        return Optional.empty();
      }
      if (b < 0 || head.size() == LONGEST) {
        throw new EOFException("a head of " + head.size() + " bytes without an end");
      }
      head.write(b);
      if (b == '\n' && line == 0) {
        return Optional.of(new HttpHead(head.toByteArray()));
      }
      line = b == '\n' ? 0 : b == '\r' ? line : line + 1;
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  /** As it came, but for one header. */
  public byte[] without(String name) {
    StringBuilder others = new StringBuilder();
    new String(bytes, ISO_8859_1)
        .lines()
        .filter(line -> !line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .forEach(line -> others.append(line).append("\r\n"));
    return others.toString().getBytes(ISO_8859_1);
  }

  public Map<String, String> headers() {
    return headers;
  }

  public String method() {
    return start.get(0);
  }

  public String target() {
    return start.get(1);
  }

  int status() {
    return Integer.parseInt(start.get(1));
  }

  /** Whether its sender waits for a word before it sends the body. */
  public boolean isExpectant() {
    return "100-continue".equalsIgnoreCase(headers.get("Expect"));
  }

  /** Whether it is said and done before the message that counts. */
  public boolean isInterim() {
    return status() / 100 == 1;
  }

  public boolean isLast() {
    return "close".equalsIgnoreCase(headers.get("Connection"));
  }

  boolean isChunked() {
    return "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"));
  }

  /** How long the body is; empty if it does not say. */
  Optional<Long> length() {
    return Optional.ofNullable(headers.get("Content-Length")).map(Long::valueOf);
  }

  /** Whether an answer to a request of this method has a body. */
  public boolean hasBody(String method) {
    return !method.equals("HEAD") && status() != 204 && status() != 304;
  }
}

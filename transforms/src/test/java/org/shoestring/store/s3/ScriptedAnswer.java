package org.shoestring.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.shoestring.bytes.Md5;

/** An answer of HTTP, as a test writes it down. */
final class ScriptedAnswer {
  private static final int MD5_BYTES = 16;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final End end;

  /** How an answer ends. */
  enum End {
    LENGTH,
    CHUNKED,
    /** It says its length, and breaks off behind half of its body. */
    CUT
  }

  private ScriptedAnswer(int status, Map<String, String> headers, byte[] body, End end) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.end = end;
  }

  static ScriptedAnswer of(int status, byte... body) {
    return new ScriptedAnswer(status, Map.of(), body, End.LENGTH);
  }

  /** An error as S3 tells it. */
  static ScriptedAnswer error(int status, String code) {
    String body = "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
    return of(status, body.getBytes(UTF_8)).with("Content-Type", "application/xml");
  }

  /** The same with another status. */
  ScriptedAnswer with(int other) {
    return new ScriptedAnswer(other, headers, body, end);
  }

  ScriptedAnswer with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new ScriptedAnswer(status, more, body, end);
  }

  /** With the version of this content. */
  ScriptedAnswer withETag(byte[] content) {
    return with("ETag", "\"" + HexFormat.of().formatHex(Md5.of(content)) + "\"");
  }

  /** With the MD5 of this content behind the body, as Amazon sends it. */
  ScriptedAnswer withMd5(byte[] content) {
    byte[] more = Arrays.copyOf(body, body.length + MD5_BYTES);
    System.arraycopy(Md5.of(content), 0, more, body.length, MD5_BYTES);
    return new ScriptedAnswer(status, headers, more, end)
        .with("x-amz-transfer-encoding", "append-md5");
  }

  ScriptedAnswer ending(End other) {
    return new ScriptedAnswer(status, headers, body, other);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  void giveTo(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    boolean isEmpty = body.length == 0 && end != End.CHUNKED;
    exchange.sendResponseHeaders(
        status, isEmpty ? -1 : end == End.CHUNKED ? 0 : body.length); // What 0 means to Java.
    exchange.getResponseBody().write(body, 0, end == End.CUT ? body.length / 2 : body.length);
    exchange.close(); // Where bytes are missing, it ends the connection.
  }
}

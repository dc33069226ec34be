package org.shoestring.server.fault;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a {@link FaultProxy} does to one request. Bytes are counted from the first of a message. */
public sealed interface Fault {

  /** How a connection ends: closed as if all were said, or reset. */
  enum End {
    CLOSE,
    RESET
  }

  /** So much of the request reaches the server; then the connection ends on both sides. */
  record CutRequest(long bytes, End end) implements Fault {}

  /** The request is carried out, and so much of the answer arrives; then the connection ends. */
  record CutAnswer(long bytes, End end) implements Fault {}

  /** The request is carried out, the server's answer waited for, and nothing of it delivered. */
  record LoseAnswer(End end) implements Fault {}

  /** One bit of the request's body is another when it arrives, if the body is so long. */
  record FlipBit(long at) implements Fault {}

  /** The server never sees this header, as if it did not know it; signatures may not hold then. */
  record DropHeader(String name) implements Fault {}

  /** So much of the request is taken, and no more for ever: the client cannot even send. */
  record StallRequest(long bytes) implements Fault {}

  /** So much of the answer arrives, and no more for ever, while the connection stays. */
  record StallAnswer(long bytes) implements Fault {}

  /** The answer arrives in pieces of so many bytes, with a pause before each. */
  record SlowAnswer(int bytes, Duration pause) implements Fault {}

  /** The proxy answers, and the server hears nothing of it. */
  record Answer(int status, Map<String, String> headers, String body) implements Fault {
    public Answer {
      headers = Map.copyOf(headers);
    }

    /** A status without anything else, as of a server before the server. */
    public static Answer of(int status) {
      return new Answer(status, Map.of(), "");
    }

    /** An error as S3 tells it. */
    public static Answer s3(int status, String code, String message) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/xml"),
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>"
              .formatted(code, message));
    }

    /** The same answer with another header. */
    public Answer with(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body);
    }
  }
}

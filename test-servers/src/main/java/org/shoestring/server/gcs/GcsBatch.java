package org.shoestring.server.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.shoestring.server.gcs.MimeParts.Part;

/** Several requests in one, without contents: {@code POST /batch/storage/v1}. */
final class GcsBatch {
  private static final int MOST_CALLS = 100;
  private static final String BOUNDARY = "batch_of_the_fake";
  private static final String LINE = "\r\n";

  private final GcsApi api;

  GcsBatch(GcsApi api) {
    this.api = api;
  }

  GcsAnswer answer(GcsCall call) throws IOException, GcsRefusal {
    if (!call.method().equals("POST")) {
      throw new GcsRefusal(405, "methodNotAllowed", "Method Not Allowed");
    }
    List<Part> parts = MimeParts.read(call.header("Content-Type"), call.body().readAllBytes());
    if (parts.size() > MOST_CALLS) {
      throw GcsRefusal.invalid("The batch request has more than " + MOST_CALLS + " calls");
    }
    StringBuilder answers = new StringBuilder();
    for (Part part : parts) {
      String id = part.headers().getFirst("Content-ID");
      answers.append("--").append(BOUNDARY).append(LINE);
      answers.append("Content-Type: application/http").append(LINE);
      if (id != null) {
        answers.append("Content-ID: ").append(id.replaceFirst("^<?", "<response-")).append(LINE);
      }
      answers.append(LINE).append(answerOf(part)).append(LINE);
    }
    answers.append("--").append(BOUNDARY).append("--").append(LINE);
    byte[] body = answers.toString().getBytes(ISO_8859_1);
    return new GcsAnswer(
        200,
        Map.of("Content-Type", "multipart/mixed; boundary=" + BOUNDARY),
        new ByteArrayInputStream(body),
        body.length);
  }

  private String answerOf(Part part) throws IOException, GcsRefusal {
    String[] request = part.content().split("\r\n\r\n", 2);
    String[] head = request[0].split(LINE, 2);
    String[] words = head[0].split(" ", -1);
    if (words.length < 2) {
      throw GcsRefusal.invalid("Malformed request in a batch: " + head[0]);
    }
    byte[] body = request.length < 2 ? new byte[0] : request[1].getBytes(ISO_8859_1);
    GcsCall call =
        new GcsCall(
            words[0],
            URI.create(words[1]),
            MimeParts.headers(head.length < 2 ? "" : head[1]),
            new ByteArrayInputStream(body));
    GcsAnswer answer;
    try {
      if (call.isMedia() || !call.uri().getPath().startsWith(GcsApi.ROOT)) {
        throw GcsRefusal.invalid("Contents do not travel in batches");
      }
      answer = api.answer(call);
    } catch (GcsRefusal refusal) {
      answer = refusal.answer(call);
    }
    StringBuilder text = new StringBuilder("HTTP/1.1 " + answer.status() + " -" + LINE);
    answer.headers().forEach((name, value) -> text.append(name + ": " + value + LINE));
    text.append("Content-Length: ").append(answer.length()).append(LINE).append(LINE);
    return text + new String(answer.body().readAllBytes(), ISO_8859_1);
  }
}

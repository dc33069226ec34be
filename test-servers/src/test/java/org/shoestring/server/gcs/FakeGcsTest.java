package org.shoestring.server.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fake refuses, as Google does, and what it answers. */
class FakeGcsTest {
  private static final String OBJECTS = "/storage/v1/b/bucket/o";
  private static final int KIB = 1024;

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeGcs server;

  FakeGcsTest(@TempDir Path folder) throws IOException {
    server = FakeGcs.over(folder, "bucket");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void upload_simple_isDescribedAndRead() throws Exception {
    JsonObject made = json(upload("a b", "content"));

    assertThat(made.get("name").getAsString()).isEqualTo("a b");
    assertThat(made.get("size").getAsString()).isEqualTo("7");
    // printf content | openssl md5 -binary | base64.
    assertThat(made.get("md5Hash").getAsString()).isEqualTo("mgNkuembtIDdJeHwKEyFVQ==");
    HttpResponse<String> read = get(OBJECTS + "/a%20b?alt=media");
    assertThat(read.body()).isEqualTo("content");
    assertThat(read.headers().firstValue("x-goog-generation"))
        .contains(made.get("generation").getAsString());
    assertThat(read.headers().firstValue("x-goog-stored-content-length")).contains("7");
    assertThat(json(get(OBJECTS + "/a%20b"))).isEqualTo(made);
  }

  @Test
  void upload_again_hasALaterGeneration() throws Exception {
    long first = json(upload("a", "1")).get("generation").getAsLong();
    long second = json(upload("a", "2")).get("generation").getAsLong();

    assertThat(second).isGreaterThan(first);
    assertThat(get(OBJECTS + "/a?generation=" + first).statusCode()).isEqualTo(404);
    assertThat(get(OBJECTS + "/a?alt=media&generation=" + second).body()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"md5Hash\": \"AAAAAAAAAAAAAAAAAAAAAA==\"", "\"crc32c\": \"AAAAAA==\""})
  void upload_otherHashThanSaid_isRefusedAndNothingVisible(String hash) throws Exception {
    HttpResponse<String> answer = multipart("{\"name\": \"a\", " + hash + "}", "content");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(message(answer)).startsWith("Provided ").contains("doesn't match calculated");
    assertThat(get(OBJECTS + "/a").statusCode()).isEqualTo(404);
  }

  @Test
  void upload_malformed_isRefused() throws Exception {
    assertThat(send("POST", "/upload" + OBJECTS + "?uploadType=other&name=a", "x").statusCode())
        .isEqualTo(400);
    assertThat(send("POST", "/upload" + OBJECTS + "?uploadType=media", "x").statusCode())
        .isEqualTo(400);
    assertThat(upload("..", "x").statusCode()).isEqualTo(400);
    assertThat(upload("x".repeat(1025), "x").statusCode()).isEqualTo(400);
    assertThat(multipart("{\"name\": ", "x").statusCode()).isEqualTo(400);
    assertThat(
            send(
                    "POST",
                    "/upload" + OBJECTS + "?uploadType=multipart",
                    "--b\r\n\r\n{}\r\n--b--",
                    "Content-Type",
                    "multipart/related; boundary=b")
                .statusCode())
        .isEqualTo(400);
    assertThat(get(OBJECTS).body()).doesNotContain("items");
  }

  @Test
  void preconditions_thatDoNotHold_areRefused() throws Exception {
    long generation = json(upload("a", "1")).get("generation").getAsLong();

    assertThat(upload("a&ifGenerationMatch=0", "2").statusCode()).isEqualTo(412);
    assertThat(upload("b&ifGenerationMatch=5", "2").statusCode()).isEqualTo(412);
    assertThat(upload("a&ifGenerationNotMatch=" + generation, "2").statusCode()).isEqualTo(412);
    assertThat(get(OBJECTS + "/a?alt=media&ifGenerationMatch=5").statusCode()).isEqualTo(412);
    assertThat(send("DELETE", OBJECTS + "/a?ifGenerationMatch=5", "").statusCode()).isEqualTo(412);
    assertThat(session("name=a&ifGenerationMatch=0", 1).statusCode()).isEqualTo(412);
    assertThat(get(OBJECTS + "/a?alt=media&ifGenerationMatch=" + generation).body()).isEqualTo("1");
    assertThat(upload("b&ifGenerationMatch=0", "2").statusCode()).isEqualTo(200);
  }

  @Test
  void session_preconditionBrokenMeanwhile_isRefusedAtItsEnd() throws Exception {
    String session = address(session("name=a&ifGenerationMatch=0", 1));
    upload("a", "other");

    assertThat(chunk(session, "bytes 0-0/1", 1).statusCode()).isEqualTo(412);
    assertThat(get(OBJECTS + "/a?alt=media").body()).isEqualTo("other");
  }

  @Test
  void names_ofNothing_areNotFound() throws Exception {
    HttpResponse<String> media = get(OBJECTS + "/none?alt=media");
    assertThat(media.statusCode()).isEqualTo(404);
    assertThat(media.body()).isEqualTo("No such object: bucket/none");
    assertThat(message(get(OBJECTS + "/none"))).isEqualTo("No such object: bucket/none");
    assertThat(send("DELETE", OBJECTS + "/none", "").statusCode()).isEqualTo(404);
    for (String path : List.of("/storage/v1/b/none", "/storage/v1/b/none/o")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(message(answer)).isEqualTo("The specified bucket does not exist.");
    }
    assertThat(
            send("POST", "/upload/storage/v1/b/none/o?uploadType=media&name=a", "x").statusCode())
        .isEqualTo(404);
  }

  @Test
  void read_ranges_areHeededOrRefused() throws Exception {
    upload("a", "content");

    assertThat(range("bytes=3-").body()).isEqualTo("tent");
    assertThat(range("bytes=3-4").body()).isEqualTo("te");
    assertThat(range("bytes=-2").body()).isEqualTo("nt");
    assertThat(range("bytes=3-99").headers().firstValue("Content-Range")).contains("bytes 3-6/7");
    assertThat(range("bytes=7-").statusCode()).isEqualTo(416);
    assertThat(range("lines=1-").statusCode()).isEqualTo(200);
  }

  @Test
  void read_storedAsGzip_isDecompressedUnlessAccepted() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("content".getBytes(ISO_8859_1));
    }
    String stored = bytes.toString(ISO_8859_1);
    multipart("{\"name\": \"a\", \"contentEncoding\": \"gzip\"}", stored);

    assertThat(get(OBJECTS + "/a?alt=media").body()).isEqualTo("content");
    assertThat(get(OBJECTS + "/a?alt=media", "Accept-Encoding", "gzip").body()).isEqualTo(stored);
  }

  @Test
  void session_chunks_makeTheObjectAtTheEnd() throws Exception {
    String session = address(session("name=a", 600 * KIB));

    HttpResponse<String> first = chunk(session, "bytes 0-307199/614400", 300 * KIB);
    assertThat(first.statusCode()).isEqualTo(308);
    assertThat(first.headers().firstValue("Range")).contains("bytes=0-262143");
    assertThat(get(OBJECTS + "/a").statusCode()).isEqualTo(404);
    HttpResponse<String> asked = chunk(session, "bytes */614400", 0);
    assertThat(asked.headers().firstValue("Range")).contains("bytes=0-262143");
    HttpResponse<String> last = chunk(session, "bytes 262144-614399/614400", 344 * KIB);
    assertThat(json(last).get("size").getAsString()).isEqualTo("614400");
    assertThat(json(chunk(session, "bytes */614400", 0))).isEqualTo(json(last));
    assertThat(get(OBJECTS + "/a?alt=media").body()).isEqualTo("x".repeat(600 * KIB));
  }

  @Test
  void session_whatGoogleRefuses_isRefused() throws Exception {
    String session = address(session("name=a", 600 * KIB));

    assertThat(chunk(session, "bytes */614400", 0).headers().firstValue("Range")).isEmpty();
    HttpResponse<String> small = chunk(session, "bytes 0-1023/614400", KIB);
    assertThat(small.statusCode()).isEqualTo(400);
    assertThat(message(small)).contains("equal or greater than 262144");
    HttpResponse<String> gap = chunk(session, "bytes 262144-614399/614400", 344 * KIB);
    assertThat(gap.statusCode()).isEqualTo(503);
    assertThat(gap.body()).contains("exceeds already uploaded size of 0 byte(s)");
    assertThat(chunk(session, "bytes 0-614398/614399", 600 * KIB - 1).statusCode()).isEqualTo(400);
    assertThat(chunk(session, "bytes 0-614399/614400", 300 * KIB).statusCode()).isEqualTo(400);
    assertThat(chunk(session, "lines 1-2/3", 1).statusCode()).isEqualTo(400);
    assertThat(get(OBJECTS + "/a").statusCode()).isEqualTo(404);
  }

  @Test
  void session_unknownOrCancelled_isNotFound() throws Exception {
    String session = address(session("name=a", 1));

    assertThat(send("DELETE", session, "").statusCode()).isEqualTo(499);
    assertThat(chunk(session, "bytes 0-0/1", 1).statusCode()).isEqualTo(404);
    assertThat(chunk(session + "x", "bytes */1", 0).statusCode()).isEqualTo(404);
  }

  @Test
  void session_otherHashThanSaid_isRefusedForGood() throws Exception {
    String description = "{\"md5Hash\": \"AAAAAAAAAAAAAAAAAAAAAA==\"}";
    String session =
        address(send("POST", "/upload" + OBJECTS + "?uploadType=resumable&name=a", description));

    assertThat(chunk(session, "bytes 0-0/1", 1).statusCode()).isEqualTo(400);
    assertThat(chunk(session, "bytes */1", 0).statusCode()).isEqualTo(404);
    assertThat(get(OBJECTS + "/a").statusCode()).isEqualTo(404);
  }

  @Test
  void list_pages_areInOrderOfBytes() throws Exception {
    List<String> names = List.of("t/a-b", "t/a/1", "t/a/2", "t/ab", "t/\uFF5E", "t/\uD83D\uDE00");
    for (String name : List.of("u", "t/ab", "t/a/2", "t/a-b", "t/%F0%9F%98%80", "t/a/1")) {
      upload(name, "x");
    }
    upload("t/%EF%BD%9E", "x");

    List<String> found = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonObject page = json(get(OBJECTS + "?prefix=t/&maxResults=4" + token));
      names(page).forEach(found::add);
      JsonElement next = page.get("nextPageToken");
      token = next == null ? "" : "&pageToken=" + next.getAsString();
      pages++;
    } while (!token.isEmpty());
    assertThat(found).isEqualTo(names);
    assertThat(pages).isEqualTo(2);
    assertThat(get(OBJECTS + "?pageToken=%21").statusCode()).isEqualTo(400);
    assertThat(get(OBJECTS + "?maxResults=many").statusCode()).isEqualTo(400);
  }

  @Test
  void list_delimiter_groupsWhatIsBelow() throws Exception {
    for (String name : List.of("a/1", "a/2", "b", "c/1")) {
      upload(name, "x");
    }

    JsonObject page = json(get(OBJECTS + "?delimiter=/"));
    assertThat(names(page)).containsExactly("b");
    assertThat(page.get("prefixes").toString()).isEqualTo("[\"a/\",\"c/\"]");
  }

  @Test
  void fields_selection_isAllThatComes() throws Exception {
    upload("a", "x");

    assertThat(get(OBJECTS + "?fields=nextPageToken,items(name,size)").body())
        .isEqualTo("{\"items\":[{\"name\":\"a\",\"size\":\"1\"}]}");
    assertThat(get(OBJECTS + "?fields=items/name,items/size,kind").body())
        .isEqualTo("{\"items\":[{\"name\":\"a\",\"size\":\"1\"}],\"kind\":\"storage#objects\"}");
    for (String malformed :
        List.of("items(name", "items)", "items(,name)", "items//name", "a(b)c")) {
      assertThat(get(OBJECTS + "?fields=" + malformed).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void token_missingOrWrong_isRefused() throws Exception {
    server.requireToken("right");

    assertThat(get(OBJECTS).statusCode()).isEqualTo(401);
    HttpResponse<String> wrong = get(OBJECTS, "Authorization", "Bearer wrong");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("invalid_token");
    assertThat(get(OBJECTS, "Authorization", "Bearer right").statusCode()).isEqualTo(200);
  }

  @Test
  void batch_calls_areAnsweredOneByOne() throws Exception {
    upload("a", "x");
    String body =
        "--b\r\nContent-Type: application/http\r\nContent-ID: <1>\r\n\r\n"
            + ("DELETE " + OBJECTS + "/a HTTP/1.1\r\n\r\n\r\n")
            + "--b\r\nContent-Type: application/http\r\nContent-ID: <2>\r\n\r\n"
            + ("DELETE " + OBJECTS + "/none HTTP/1.1\r\n\r\n\r\n")
            + "--b\r\nContent-Type: application/http\r\n\r\n"
            + ("GET " + OBJECTS + "/a?alt=media HTTP/1.1\r\n\r\n\r\n")
            + "--b--\r\n";
    HttpResponse<String> answer =
        send("POST", "/batch/storage/v1", body, "Content-Type", "multipart/mixed; boundary=b");

    assertThat(answer.body().lines().filter(line -> line.matches("(HTTP|Content-ID).*")))
        .containsExactly(
            "Content-ID: <response-1>",
            "HTTP/1.1 204 -",
            "Content-ID: <response-2>",
            "HTTP/1.1 404 -",
            "HTTP/1.1 400 -");
    assertThat(get(OBJECTS + "/a").statusCode()).isEqualTo(404);
  }

  private static List<String> names(JsonObject page) {
    List<String> names = new ArrayList<>();
    page.getAsJsonArray("items")
        .forEach(item -> names.add(item.getAsJsonObject().get("name").getAsString()));
    return names;
  }

  private HttpResponse<String> upload(String nameAndMore, String content) throws Exception {
    String name = nameAndMore.replace(" ", "%20");
    return send("POST", "/upload" + OBJECTS + "?uploadType=media&name=" + name, content);
  }

  private HttpResponse<String> multipart(String description, String content) throws Exception {
    String body =
        "--b\r\nContent-Type: application/json\r\n\r\n"
            + description
            + "\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
            + content
            + "\r\n--b--";
    return send(
        "POST",
        "/upload" + OBJECTS + "?uploadType=multipart",
        body,
        "Content-Type",
        "multipart/related; boundary=b");
  }

  private HttpResponse<String> session(String query, int bytes) throws Exception {
    return send(
        "POST",
        "/upload" + OBJECTS + "?uploadType=resumable&" + query,
        "",
        "X-Upload-Content-Length",
        Integer.toString(bytes));
  }

  private String address(HttpResponse<String> started) {
    return started
        .headers()
        .firstValue("Location")
        .orElseThrow()
        .substring(server.endpoint().length());
  }

  private HttpResponse<String> chunk(String session, String range, int bytes) throws Exception {
    return send("PUT", session, "x".repeat(bytes), "Content-Range", range);
  }

  private HttpResponse<String> range(String range) throws Exception {
    return get(OBJECTS + "/a?alt=media", "Range", range);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.endpoint() + path))
            .method(
                method,
                method.equals("GET") || method.equals("DELETE")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body, ISO_8859_1));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString(ISO_8859_1));
  }

  private static JsonObject json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(new String(answer.body().getBytes(ISO_8859_1), UTF_8))
        .getAsJsonObject();
  }

  private static String message(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body())
        .getAsJsonObject()
        .getAsJsonObject("error")
        .get("message")
        .getAsString();
  }
}

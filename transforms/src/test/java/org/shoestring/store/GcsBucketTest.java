package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.server.gcs.FakeGcs;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.gcs.GcsProvider;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.HeldBucket;

/** How Google Cloud Storage is asked, and what is made of its answers. */
class GcsBucketTest {
  private static final String UPLOAD = "/upload/storage/v1/b/bucket/o";
  private static final int MIB = 1 << 20;

  private final FakeGcs server;
  private final Path spools;
  private final Traffic traffic = new Traffic();
  private final ObjectStore store;
  private final Bucket bucket;
  private final StoreFile file;

  GcsBucketTest(@TempDir Path folder) throws IOException {
    spools = folder.resolve("spools");
    server = FakeGcs.over(folder.resolve("server"), "bucket");
    store = TestStores.gs(server.endpoint(), "bucket", "", spools, traffic);
    file =
        TestStores.gsFile("type: gs", "endpoint: " + server.endpoint(), "credentials: anonymous");
    bucket = new GcsProvider().open(file, TestStores.noOptions(), "bucket", traffic);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void requests_ofEachCall_areOneAndCounted() throws IOException {
    put("a", "content");
    assertThat(store.create("b", "more".getBytes(UTF_8))).isTrue();
    assertThat(store.create("b", "less".getBytes(UTF_8))).isFalse();
    assertThat(read("a")).isEqualTo("content");
    assertThat(store.list("")).hasSize(2);
    assertThat(store.stat("a")).isPresent();
    store.delete("a");

    assertThat(server.requests())
        .containsExactly(
            "POST " + UPLOAD,
            "POST " + UPLOAD,
            "POST " + UPLOAD,
            "GET /download/storage/v1/b/bucket/o/a",
            "GET /storage/v1/b/bucket/o",
            "GET /storage/v1/b/bucket/o/a",
            "DELETE /storage/v1/b/bucket/o/a");
    assertThat(traffic.requests(Kind.PUT)).isEqualTo(3);
    assertThat(traffic.requests(Kind.GET)).isEqualTo(1);
    assertThat(traffic.requests(Kind.LIST)).isEqualTo(1);
    assertThat(traffic.requests(Kind.HEAD)).isEqualTo(1);
    assertThat(traffic.requests(Kind.DELETE)).isEqualTo(1);
    assertThat(traffic.bytesUp()).isEqualTo("contentmore".length());
    assertThat(traffic.bytesDown()).isEqualTo("content".length());
  }

  @Test
  void list_severalPages_areOneListing() throws IOException {
    server.listInPagesOf(2);
    for (String name : new String[] {"a", "b", "c", "d", "e"}) {
      put(name, name);
    }

    assertThat(store.list("").stream().map(StoredObject::name))
        .containsExactly("a", "b", "c", "d", "e");
    assertThat(traffic.requests(Kind.LIST)).isEqualTo(3);
  }

  @Test
  void put_large_isOneSession() throws IOException {
    byte[] content = random(9 * MIB);
    put("a", content);

    assertThat(server.requests()).containsExactly("POST " + UPLOAD, "PUT " + UPLOAD);
    assertThat(traffic.requests(Kind.PUT)).isEqualTo(2);
    assertThat(traffic.bytesUp()).isEqualTo(content.length);
    assertThat(readBytes("a", 0)).isEqualTo(content);
  }

  @Test
  void put_largeCutHalfWay_goesOnThere() throws IOException {
    byte[] content = random(20 * MIB);
    server.cutNextUploadAfter(10 * MIB);
    put("a", content);

    assertThat(readBytes("a", 0)).isEqualTo(content);
    assertThat(server.requests().subList(0, 4))
        .containsExactly("POST " + UPLOAD, "PUT " + UPLOAD, "PUT " + UPLOAD, "PUT " + UPLOAD);
    assertThat(traffic.requests(Kind.PUT)).isEqualTo(4);
    assertThat(traffic.bytesUp()).isEqualTo(content.length);
    // Sent twice is less than what a session keeps at once and a buffer hold.
    assertThat(server.bytesReceived()).isBetween(20L * MIB, 20L * MIB + MIB / 2);
  }

  @Test
  void put_answerOfTheLastChunkLost_isSeenToBeDone() throws IOException {
    byte[] content = random(9 * MIB);
    server.loseAnswerAfter(1);
    put("a", content);

    assertThat(readBytes("a", 0)).isEqualTo(content);
    assertThat(server.requests().subList(0, 3))
        .containsExactly("POST " + UPLOAD, "PUT " + UPLOAD, "PUT " + UPLOAD);
    assertThat(server.bytesReceived()).isBetween(9L * MIB, 9L * MIB + 1024);
  }

  @Test
  void put_sessionGone_startsAnother() throws IOException {
    byte[] content = random(9 * MIB);
    server.cutNextUploadAfter(MIB);
    server.refuseAfter(2, 410, "gone", "Gone");
    put("a", content);

    assertThat(readBytes("a", 0)).isEqualTo(content);
    assertThat(server.requests().subList(0, 5))
        .containsExactly(
            "POST " + UPLOAD, "PUT " + UPLOAD, "PUT " + UPLOAD, "POST " + UPLOAD, "PUT " + UPLOAD);
  }

  @Test
  void put_largeRefusedForGood_cancelsTheSession() throws IOException {
    server.refuseAfter(1, 403, "forbidden", "Quota of the project is used up");

    assertThatThrownBy(() -> put("a", random(9 * MIB)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("test://bucket/a: 403 forbidden: Quota of the project is used up;")
        .hasNoSuppressedExceptions();
    assertThat(server.requests())
        .containsExactly("POST " + UPLOAD, "PUT " + UPLOAD, "DELETE " + UPLOAD);
    assertThat(store.stat("a")).isEmpty();
  }

  @Test
  void put_damagedOnTheWay_isRefusedAndSentAgain() throws IOException {
    server.damageNextUpload();
    put("a", "content");
    assertThat(read("a")).isEqualTo("content");
    assertThat(traffic.requests(Kind.PUT)).isEqualTo(2);

    byte[] large = random(9 * MIB);
    server.damageNextUpload();
    put("b", large);
    assertThat(readBytes("b", 0)).isEqualTo(large);
    assertThat(traffic.requests(Kind.PUT)).isEqualTo(6);
  }

  @Test
  void read_damagedOnTheWay_isReadAgain() throws IOException {
    put("a", "content");
    server.damageNextDownload(3);

    assertThat(read("a")).isEqualTo("content");
    assertThat(traffic.requests(Kind.GET)).isEqualTo(2);
  }

  @Test
  void read_byWayOfAHeldBucket_isComparedToo() throws IOException {
    put("a", "content");
    server.damageNextDownload(3);
    ObjectStore held = TestStores.open(new HeldBucket(bucket), file, "", spools);

    try (InputStream in = held.open("a")) {
      assertThat(in.readAllBytes()).isEqualTo("content".getBytes(UTF_8));
    }
  }

  @Test
  void read_largeDamagedOnTheWay_failsBeforeItsEnd() throws IOException {
    byte[] content = random(MIB);
    put("a", content);
    server.damageNextDownload(MIB / 2);
    ByteArrayOutputStream read = new ByteArrayOutputStream();

    try (InputStream in = store.open("a")) {
      assertThatThrownBy(() -> in.transferTo(read))
          .isInstanceOf(StoreException.class)
          .hasMessageMatching(
              "\\Qtest://bucket/a: read: the content was damaged on the way: its CRC32C is \\E\\S+, but"
                  + " the store's is \\S+; run the command again");
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
    assertThat(read.size()).isLessThan(MIB);
    assertThat(readBytes("a", 0)).isEqualTo(content);
  }

  /** The part before the cut is damaged, and that after it is not. */
  @Test
  void read_damagedBeforeACut_failsBeforeItsEnd() throws IOException {
    put("a", random(MIB));
    try (FaultProxy proxy = FaultProxy.of(server.port())) {
      ObjectStore cut = TestStores.gs(proxy.endpoint(), "bucket", "", spools, traffic);
      proxy.inject(
          FaultRule.always(new Fault.CutAnswer(MIB / 2, Fault.End.RESET)).on("GET").times(1));
      server.damageNextDownload(1000);

      try (InputStream in = cut.open("a")) {
        assertThatThrownBy(in::readAllBytes)
            .isInstanceOf(StoreException.class)
            .hasMessageStartingWith("test://bucket/a: read: the content was damaged on the way: ");
      }
      assertThat(server.requests())
          .containsExactly(
              "POST " + UPLOAD,
              "GET /download/storage/v1/b/bucket/o/a",
              "GET /download/storage/v1/b/bucket/o/a");
    }
  }

  @Test
  void read_cut_isComparedAsAWhole() throws IOException {
    byte[] content = random(MIB);
    put("a", content);
    try (FaultProxy proxy = FaultProxy.of(server.port())) {
      ObjectStore cut = TestStores.gs(proxy.endpoint(), "bucket", "", spools, traffic);
      proxy.inject(
          FaultRule.always(new Fault.CutAnswer(MIB / 2, Fault.End.RESET)).on("GET").times(1));

      try (InputStream in = cut.open("a")) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
      assertThat(readBytes("a", MIB - 10)).isEqualTo(tail(content, 10));
    }
  }

  @Test
  void read_objectReplacedSinceThen_hasChanged() throws IOException {
    put("a", "first");
    String version = store.stat("a").orElseThrow().version();
    try (Bucket.Content content = bucket.read("a", 1, Optional.of(version))) {
      assertThat(content.version()).isEqualTo(version);
      assertThat(content.bytes()).isEqualTo(4);
    }

    put("a", "other");
    assertThatThrownBy(() -> bucket.read("a", 1, Optional.of(version)))
        .isInstanceOf(ChangedException.class);
    store.delete("a");
    assertThatThrownBy(() -> bucket.read("a", 1, Optional.of(version)))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void read_closedEarly_leavesTheRest() throws IOException {
    put("a", random(64 * MIB));
    long before = server.bytesSent();
    try (InputStream in = store.open("a")) {
      assertThat(in.readNBytes(10)).hasSize(10);
    }

    // Closing that reads the rest would return only when all of it was sent.
    assertThat(server.bytesSent() - before).isLessThan(64 * MIB);
    assertThat(traffic.bytesDown()).isLessThan(MIB);
  }

  @Test
  void read_storedAsGzip_isItsRawBytes() throws Exception {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(stored)) {
      gzip.write("content".getBytes(UTF_8));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(
        "--b\r\n\r\n{\"name\":\"a\",\"contentEncoding\":\"gzip\"}\r\n--b\r\n\r\n".getBytes(UTF_8));
    body.write(stored.toByteArray());
    body.write("\r\n--b--".getBytes(UTF_8));
    HttpRequest upload =
        HttpRequest.newBuilder(URI.create(server.endpoint() + UPLOAD + "?uploadType=multipart"))
            .header("Content-Type", "multipart/related; boundary=b")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    HttpClient.newHttpClient().send(upload, BodyHandlers.discarding());

    assertThat(readBytes("a", 0)).isEqualTo(stored.toByteArray());
    assertThat(readBytes("a", stored.size() - 5)).isEqualTo(tail(stored.toByteArray(), 5));
  }

  @Test
  void calls_refusedForNow_areTriedAgain() throws IOException {
    server.refuseAfter(0, 429, "rateLimitExceeded", "Too fast");
    server.refuseAfter(1, 503, "backendError", "Try again");
    server.refuseAfter(2, 403, "rateLimitExceeded", "Too fast");
    put("a", "content");

    assertThat(read("a")).isEqualTo("content");
    assertThat(traffic.requests(Kind.PUT)).isEqualTo(4);
  }

  @Test
  void create_answerLost_isOurs() throws IOException {
    server.loseAnswerAfter(0);

    assertThat(store.create("a", "content".getBytes(UTF_8))).isTrue();
    assertThat(read("a")).isEqualTo("content");
  }

  private static byte[] random(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }

  private static byte[] tail(byte[] bytes, int count) {
    return Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
  }

  private void put(String name, String content) throws IOException {
    put(name, content.getBytes(UTF_8));
  }

  private void put(String name, byte[] content) throws IOException {
    Path spool = store.newSpool();
    Files.write(spool, content);
    store.put(name, spool);
  }

  private String read(String name) throws IOException {
    return new String(readBytes(name, 0), UTF_8);
  }

  private byte[] readBytes(String name, long offset) throws IOException {
    try (InputStream in = store.openAt(name, offset)) {
      return in.readAllBytes();
    }
  }
}

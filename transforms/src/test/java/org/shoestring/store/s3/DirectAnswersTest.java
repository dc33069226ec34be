package org.shoestring.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.aws2.common.HttpClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.StoreOptions;
import org.shoestring.store.s3.ScriptedAnswer.End;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What answers mean to a bucket that sends its requests itself, beside one that has the SDK send
 * them: the same. Both have one connection, which an answer that nobody closes would keep.
 */
class DirectAnswersTest {
  private static final byte[] CONTENT = "content".repeat(1000).getBytes(UTF_8);
  private static final String ELSEWHERE = "http://127.0.0.1:1/bucket/a";

  private static ScriptedServer server;
  private static Bucket direct;
  private static Bucket bySdk;

  /** Who has their own factory of clients gets everything from the SDK. */
  public static final class SdkFactory extends DefaultS3ClientBuilderFactory {}

  @BeforeAll
  static void openBuckets() throws IOException {
    server = new ScriptedServer();
    direct = bucket(oneConnection());
    S3Options options = oneConnection();
    options.setS3ClientFactoryClass(SdkFactory.class);
    bySdk = bucket(options);
  }

  private static StoreFile file() {
    return TestStores.file("s3", "type: s3", "endpoint: " + server.endpoint(), "region: us-east-1");
  }

  private static S3Options oneConnection() {
    S3Options options = PipelineOptionsFactory.as(S3Options.class);
    options.setHttpClientConfiguration(
        HttpClientConfiguration.builder()
            .maxConnections(1)
            .connectionAcquisitionTimeout(1000)
            .build());
    return options;
  }

  private static Bucket bucket(S3Options options) throws IOException {
    return new S3Provider()
        .open(file(), new StoreOptions(options, Set.of()), "bucket", new Traffic());
  }

  @AfterAll
  static void closeBuckets() throws Exception {
    direct.close();
    bySdk.close();
    server.close();
  }

  static Stream<Arguments> answers() {
    ScriptedAnswer whole = ScriptedAnswer.of(200, CONTENT).withETag(CONTENT);
    ScriptedAnswer slow = ScriptedAnswer.error(503, "SlowDown");
    return Stream.of(
        arguments("whole", whole),
        arguments("empty", ScriptedAnswer.of(200).withETag(new byte[0])),
        arguments("chunked", whole.ending(End.CHUNKED)),
        arguments("last of its connection", whole.with("Connection", "close")),
        arguments("without ETag", ScriptedAnswer.of(200, CONTENT)),
        arguments("half an ETag", whole.with("ETag", "\"af79")),
        arguments("MD5 behind it", whole.withMd5(CONTENT)),
        arguments("wrong MD5 behind it", whole.withMd5(new byte[0])),
        arguments("only an MD5", ScriptedAnswer.of(200).withMd5(new byte[0]).withETag(CONTENT)),
        arguments("part", whole.with(206).with("Content-Range", "bytes 7-7006/7007")),
        arguments("changed by a proxy", whole.with(203)),
        arguments("no content", ScriptedAnswer.of(204)),
        arguments("not modified", ScriptedAnswer.of(304).withETag(CONTENT)),
        arguments(
            "other region",
            ScriptedAnswer.error(301, "PermanentRedirect").with("Location", ELSEWHERE)),
        arguments(
            "other endpoint for now",
            ScriptedAnswer.error(307, "TemporaryRedirect").with("Location", ELSEWHERE)),
        arguments("301 without reason", ScriptedAnswer.of(301).with("Location", ELSEWHERE)),
        arguments("302 without reason", ScriptedAnswer.of(302).with("Location", ELSEWHERE)),
        arguments("307 without reason", ScriptedAnswer.of(307).with("Location", ELSEWHERE)),
        arguments("308 without reason", ScriptedAnswer.of(308).with("Location", ELSEWHERE)),
        arguments("wants a password", ScriptedAnswer.of(401).with("WWW-Authenticate", "Basic")),
        arguments(
            "proxy wants a password", ScriptedAnswer.of(407).with("Proxy-Authenticate", "Basic")),
        arguments("not allowed", ScriptedAnswer.error(403, "AccessDenied")),
        arguments("wrong secret", ScriptedAnswer.error(403, "SignatureDoesNotMatch")),
        arguments("no object", ScriptedAnswer.error(404, "NoSuchKey")),
        arguments("no bucket", ScriptedAnswer.error(404, "NoSuchBucket")),
        arguments("at the same time", ScriptedAnswer.error(409, "ConditionalRequestConflict")),
        arguments("condition does not hold", ScriptedAnswer.error(412, "PreconditionFailed")),
        arguments("range behind the end", ScriptedAnswer.error(416, "InvalidRange")),
        arguments("damaged", ScriptedAnswer.error(400, "BadDigest")),
        arguments(
            "too many requests", ScriptedAnswer.error(429, "SlowDown").with("Retry-After", "7")),
        arguments("slow down", slow.with("Retry-After", "3")),
        arguments("slow down, chunked", slow.ending(End.CHUNKED)),
        arguments("slow down, cut", slow.ending(End.CUT)),
        arguments("slow down, last of its connection", slow.with("Connection", "close")),
        arguments("503 without reason", ScriptedAnswer.of(503)),
        arguments("not implemented", ScriptedAnswer.error(501, "NotImplemented")));
  }

  private interface Act {
    String on(Bucket bucket) throws IOException;
  }

  private static void assertThatBothSayTheSame(ScriptedAnswer answer, Act act) {
    server.script(answer);
    String expected = outcome(act, bySdk);
    int requests = server.asked().size();
    server.script(answer);

    assertThat(outcome(act, direct)).isEqualTo(expected);
    assertThat(server.asked()).hasSize(requests);
  }

  private static String outcome(Act act, Bucket bucket) {
    try {
      return act.on(bucket);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String read(Bucket bucket, long offset) throws IOException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    try (Bucket.Content content = bucket.read("a", offset, Optional.empty())) {
      String end = "";
      try {
        content.in().transferTo(got);
      } catch (IOException e) {
        end = ", then " + e;
      }
      return content.bytes() + " of " + content.version() + ": " + got.toString(UTF_8) + end;
    }
  }

  static Stream<Arguments> readAnswers() {
    ScriptedAnswer cut = ScriptedAnswer.of(200, CONTENT).withETag(CONTENT).ending(End.CUT);
    return Stream.concat(
        answers(),
        Stream.of(arguments("cut", cut), arguments("MD5 behind it, cut", cut.withMd5(CONTENT))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readAnswers")
  void read_anyAnswer_meansWhatItMeansToTheSdk(String name, ScriptedAnswer answer) {
    assertThatBothSayTheSame(answer, bucket -> read(bucket, 0));
    assertThatBothSayTheSame(answer, bucket -> read(bucket, 7));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void create_anyAnswer_meansWhatItMeansToTheSdk(String name, ScriptedAnswer answer) {
    assertThatBothSayTheSame(answer, bucket -> bucket.create("a", CONTENT, true) ? "made" : "not");
  }

  private static String list(Bucket bucket) throws IOException {
    return bucket.list("f/", Optional.of("a b+c/d")).toString();
  }

  private static ScriptedAnswer page(String... marks) {
    String text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult"
            + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + String.join("\n", marks)
            + "</ListBucketResult>";
    return ScriptedAnswer.of(200, text.getBytes(UTF_8)).with("Content-Type", "application/xml");
  }

  private static String object(String... marks) {
    return "<Contents>" + String.join("", marks) + "</Contents>";
  }

  static Stream<Arguments> pages() {
    String key = "<Key>f/a+b%2B%C3%A9%26&lt;&#x2F;</Key>";
    String size = "<Size>5000000000</Size>";
    String date = "<LastModified>2026-11-26T10:11:12.345Z</LastModified>";
    String tag = "<ETag>&quot;abc&quot;</ETag>";
    String owner = "<Owner><ID>1</ID><Key>no</Key></Owner><StorageClass>STANDARD</StorageClass>";
    String last = "<IsTruncated>false</IsTruncated>";
    String encoded = "<EncodingType>url</EncodingType>";
    String whole = object(key, date, tag, size, owner);
    return Stream.of(
        arguments("none", page(last)),
        arguments("one", page(last, whole)),
        arguments("encoded", page(encoded, last, whole)),
        arguments(
            "encoded, as is said behind", page("<Name>b</Name>", whole, whole, last, encoded)),
        arguments("other encoding", page("<EncodingType>x</EncodingType>", last, whole)),
        arguments(
            "more",
            page(
                "<IsTruncated>true</IsTruncated>",
                "<NextContinuationToken>1/2+3=</NextContinuationToken>",
                whole)),
        arguments("more, without saying where", page("<IsTruncated>true</IsTruncated>", whole)),
        arguments("unsaid whether more", page(whole)),
        arguments("without ETag", page(last, object(key, date, size))),
        arguments("without name", page(last, object(date, size))),
        arguments("without size", page(last, object(key, date))),
        arguments("without date", page(last, object(key, size))),
        arguments("no size", page(last, object(key, date, "<Size>many</Size>"))),
        arguments("no date", page(last, object(key, size, "<LastModified>now</LastModified>"))),
        arguments("cut", page(last, whole).ending(End.CUT)),
        arguments("half of it", ScriptedAnswer.of(200, "<ListBucketResult><Con".getBytes(UTF_8))),
        arguments("empty", ScriptedAnswer.of(200)),
        arguments("no XML", ScriptedAnswer.of(200, CONTENT)),
        arguments("chunked", page(last, whole).ending(End.CHUNKED)),
        arguments(
            "page of HTML",
            ScriptedAnswer.of(200, "<html><body>".getBytes(UTF_8))
                .with("Content-Type", "text/html")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"answers", "pages"})
  void list_anyAnswer_meansWhatItMeansToTheSdk(String name, ScriptedAnswer answer) {
    assertThatBothSayTheSame(answer, DirectAnswersTest::list);
  }

  /** The path, and the parts of the query, in order. */
  private static List<String> target() {
    return Stream.of(server.asked().get(0).target().split("[?&]", -1)).sorted().toList();
  }

  @Test
  void list_anyPrefix_asksAsTheSdkDoes() throws IOException {
    for (String prefix : List.of("", "f/", "a b+c%&=?#/é~*'()!", "\u0001", "//")) {
      server.script(page("<IsTruncated>false</IsTruncated>"));
      bySdk.list(prefix, Optional.of("1/2+3= "));
      List<String> expected = target();
      server.script(page("<IsTruncated>false</IsTruncated>"));
      direct.list(prefix, Optional.of("1/2+3= "));

      assertThat(target()).isEqualTo(expected);
    }
  }

  /**
   * A bucket's own address, which is what is left of an object's without a name, gives its list.
   */
  @Test
  void read_noName_isRefused() {
    server.script(ScriptedAnswer.of(200, CONTENT).withETag(CONTENT));

    assertThatThrownBy(() -> direct.read("", 0, Optional.empty()))
        .isInstanceOf(TransientException.class)
        .hasMessage("Key cannot be empty.");
    assertThatThrownBy(() -> direct.create("", CONTENT, false))
        .isInstanceOf(TransientException.class)
        .hasMessage("Key cannot be empty.");
    assertThat(server.asked()).isEmpty();
  }

  /** The SDK ends before it has taken the answer that is there. */
  @ParameterizedTest
  @ValueSource(ints = {200, 503})
  void read_interruptedWhileTheAnswerArrives_freesTheConnection(int status) throws Exception {
    S3Options options = oneConnection();
    StoreFile file = file();
    AtomicBoolean interrupts = new AtomicBoolean(true);
    server.script(ScriptedAnswer.of(200, CONTENT).withETag(CONTENT).withMd5(CONTENT).with(status));
    try (Bucket bucket =
        new S3Provider(1 << 30, network -> new InterruptingClient(network, interrupts))
            .open(file, new StoreOptions(options, Set.of()), "bucket", new Traffic())) {
      assertThatThrownBy(() -> read(bucket, 0)).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      interrupts.set(false);

      server.script(ScriptedAnswer.of(200, CONTENT).withETag(CONTENT));
      assertThat(read(bucket, 0)).startsWith("7000 of ");
    }
  }

  /** Interrupts the thread whose answer has just arrived. */
  private record InterruptingClient(SdkHttpClient network, AtomicBoolean interrupts)
      implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      ExecutableHttpRequest prepared = network.prepareRequest(request);
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          HttpExecuteResponse answer = prepared.call();
          if (interrupts.get()) {
            Thread.currentThread().interrupt();
          }
          return answer;
        }

        @Override
        public void abort() {
          prepared.abort();
        }
      };
    }

    @Override
    public void close() {
      network.close();
    }
  }
}

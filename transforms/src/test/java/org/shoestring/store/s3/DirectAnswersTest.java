package org.shoestring.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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
 * them: the same.
 */
class DirectAnswersTest {
  private static final byte[] CONTENT = "content".repeat(1000).getBytes(UTF_8);
  private static final String ELSEWHERE = "http://127.0.0.1:1/bucket/a";

  private static TwoBuckets buckets;

  @BeforeAll
  static void openBuckets() throws IOException {
    buckets = new TwoBuckets();
  }

  @AfterAll
  static void closeBuckets() throws IOException {
    buckets.close();
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
    buckets.assertThatBothSayTheSame(answer, bucket -> read(bucket, 0));
    buckets.assertThatBothSayTheSame(answer, bucket -> read(bucket, 7));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void create_anyAnswer_meansWhatItMeansToTheSdk(String name, ScriptedAnswer answer) {
    buckets.assertThatBothSayTheSame(
        answer, bucket -> bucket.create("a", CONTENT, true) ? "made" : "not");
  }

  /**
   * A bucket's own address, which is what is left of an object's without a name, gives its list.
   */
  @Test
  void read_noName_isRefused() {
    buckets.server.script(ScriptedAnswer.of(200, CONTENT).withETag(CONTENT));

    assertThatThrownBy(() -> buckets.direct.read("", 0, Optional.empty()))
        .isInstanceOf(TransientException.class)
        .hasMessage("Key cannot be empty.");
    assertThatThrownBy(() -> buckets.direct.create("", CONTENT, false))
        .isInstanceOf(TransientException.class)
        .hasMessage("Key cannot be empty.");
    assertThat(buckets.server.asked()).isEmpty();
  }

  /** The SDK ends before it has taken the answer that is there. */
  @ParameterizedTest
  @ValueSource(ints = {200, 503})
  void read_interruptedWhileTheAnswerArrives_freesTheConnection(int status) throws Exception {
    S3Options options = TwoBuckets.oneConnection();
    StoreFile file = buckets.file();
    AtomicBoolean interrupts = new AtomicBoolean(true);
    buckets.server.script(
        ScriptedAnswer.of(200, CONTENT).withETag(CONTENT).withMd5(CONTENT).with(status));
    try (Bucket bucket =
        new S3Provider(1 << 30, network -> new InterruptingClient(network, interrupts))
            .open(file, new StoreOptions(options, Set.of()), "bucket", new Traffic())) {
      assertThatThrownBy(() -> read(bucket, 0)).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      interrupts.set(false);

      buckets.server.script(ScriptedAnswer.of(200, CONTENT).withETag(CONTENT));
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

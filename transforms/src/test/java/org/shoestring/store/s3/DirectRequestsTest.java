package org.shoestring.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.store.TestStores;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.StoreOptions;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.signer.AwsS3V4Signer;
import software.amazon.awssdk.auth.signer.params.AwsS3V4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;

/** Requests that a bucket makes itself, beside those that the SDK makes: the same. */
class DirectRequestsTest {
  private static final SentRequests SENT = new SentRequests();
  private static final AwsCredentials KEYS = AwsBasicCredentials.create("key", "secret");
  private static final AwsCredentials SESSION = AwsSessionCredentials.create("key", "secret", "t=");
  private static final byte[] CONTENT = {1, 2, 3};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX", Locale.ROOT);

  /** What only the SDK says of its requests, or what is another at every request. */
  private static final Set<String> OF_THE_SDK =
      Set.of("amz-sdk-invocation-id", "amz-sdk-request", "user-agent", "x-amz-date");

  static final List<String> KEYS_OF_OBJECTS =
      List.of(
          "a",
          "folder/a.tsv.gz",
          "a b",
          "a+b",
          "50%",
          "%20",
          "ä/日本/💡",
          "a//b",
          "a/",
          "a/../b",
          "./a",
          "..",
          "a?b#c",
          "a&b=c",
          "x*~'()!@:;,$[]{}|^`\\\"<>",
          " ",
          "\t\r\n",
          "\u007f",
          "ä".repeat(512));

  /** A bucket, and who asks it. */
  private record Asked(String bucket, String endpoint, String region, boolean pathStyle) {
    static Asked of(String endpoint, boolean pathStyle) {
      return new Asked("bucket", endpoint, "eu-west-1", pathStyle);
    }

    private Bucket open(boolean direct, AwsCredentialsProvider credentials) throws IOException {
      S3Options options = PipelineOptionsFactory.as(S3Options.class);
      options.setAwsRegion(Region.of(region));
      options.setAwsCredentialsProvider(credentials);
      if (!direct) {
        options.setS3ClientFactoryClass(TwoBuckets.SdkFactory.class);
      }
      String own = endpoint + "\npath-style: " + (pathStyle ? "yes" : "no");
      String text = "type: s3\n" + (endpoint.isEmpty() ? "" : "endpoint: " + own);
      return SENT.provider()
          .open(
              TestStores.file("s3", text, Map.of()),
              new StoreOptions(options, Set.of()),
              bucket,
              new Traffic());
    }

    /** What is sent. */
    SdkHttpRequest request(boolean direct, AwsCredentialsProvider credentials, Act act)
        throws IOException {
      try (Bucket opened = open(direct, credentials)) {
        return SENT.of(() -> act.on(opened));
      }
    }
  }

  private interface Act {
    void on(Bucket bucket) throws IOException;
  }

  private static final Act READ = bucket -> bucket.read("a", 0, Optional.empty());

  private static void assertThatBothAskTheSame(Asked asked, Act act) throws IOException {
    for (AwsCredentials credentials : List.of(KEYS, SESSION)) {
      AwsCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
      SdkHttpRequest bySdk = asked.request(false, provider, act);
      SdkHttpRequest direct = asked.request(true, provider, act);

      assertThat(headers(bySdk)).containsKey("amz-sdk-request");
      assertThat(headers(direct)).doesNotContainKey("amz-sdk-request");
      assertThat(said(direct)).isEqualTo(said(bySdk));
      if (direct.protocol().equals("https")) {
        assertThat(direct.firstMatchingHeader("Authorization"))
            .contains(signatureOf(direct, credentials, Region.of(asked.region())));
      }
    }
  }

  private static SortedMap<String, String> headers(SdkHttpRequest request) {
    SortedMap<String, String> headers = new TreeMap<>();
    request.forEachHeader(
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return headers;
  }

  /** All that must be alike; of what signs it, all but the signature. */
  private static SortedMap<String, String> said(SdkHttpRequest request) {
    SortedMap<String, String> said = headers(request);
    said.keySet().removeAll(OF_THE_SDK);
    said.computeIfPresent(
        "authorization",
        (name, value) ->
            value
                .replaceAll("amz-sdk-[a-z-]+;", "")
                .replaceAll("/[0-9]{8}/", "/DAY/")
                .replaceAll("Signature=.*", ""));
    String path = request.encodedPath();
    said.put("address", request.method() + " " + request.host() + " " + request.port());
    said.put("path", path.isEmpty() ? "/" : path); // So it is sent.
    said.put("query", new TreeMap<>(request.rawQueryParameters()).toString());
    return said;
  }

  private static String signatureOf(
      SdkHttpRequest request, AwsCredentials credentials, Region region) {
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder()
            .method(request.method())
            .protocol(request.protocol())
            .host(request.host())
            .port(request.port())
            .encodedPath(request.encodedPath())
            .rawQueryParameters(request.rawQueryParameters());
    headers(request).forEach(unsigned::putHeader);
    List.of("authorization", "host", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token")
        .forEach(unsigned::removeHeader);
    Instant time =
        TIME.parse(request.firstMatchingHeader("X-Amz-Date").orElseThrow(), Instant::from);
    return AwsS3V4Signer.create()
        .sign(
            unsigned.build(),
            AwsS3V4SignerParams.builder()
                .awsCredentials(credentials)
                .signingName("s3")
                .signingRegion(region)
                .signingClockOverride(Clock.fixed(time, ZoneOffset.UTC))
                .doubleUrlEncode(false)
                .normalizePath(false)
                .enablePayloadSigning(false)
                .build())
        .firstMatchingHeader("Authorization")
        .orElseThrow();
  }

  @ParameterizedTest
  @FieldSource("KEYS_OF_OBJECTS")
  void read_anyKey_asksWhatTheSdkAsks(String key) throws IOException {
    Optional<String> version = Optional.of("\"e  t\"");

    assertThatBothAskTheSame(
        Asked.of("https://store.example.org:9000", false),
        bucket -> bucket.read(key, 0, Optional.empty()));
    assertThatBothAskTheSame(
        Asked.of("https://store.example.org", true), bucket -> bucket.read(key, 7, version));
  }

  @ParameterizedTest
  @FieldSource("KEYS_OF_OBJECTS")
  void create_anyKey_asksWhatTheSdkAsks(String key) throws IOException {
    assertThatBothAskTheSame(
        Asked.of("https://store.example.org", false), bucket -> bucket.create(key, CONTENT, true));
    assertThatBothAskTheSame(
        Asked.of("http://127.0.0.1:9000", true), bucket -> bucket.create(key, CONTENT, false));
  }

  @ParameterizedTest
  @FieldSource("KEYS_OF_OBJECTS")
  void list_anyPrefix_asksWhatTheSdkAsks(String prefix) throws IOException {
    assertThatBothAskTheSame(
        Asked.of("https://store.example.org", false),
        bucket -> bucket.list(prefix, Optional.empty()));
    assertThatBothAskTheSame(
        Asked.of("https://store.example.org:9000/gateway", true),
        bucket -> bucket.list("/", Optional.of(prefix)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1",
        "http://127.0.0.1:80",
        "http://127.0.0.1:443",
        "https://127.0.0.1:443",
        "https://127.0.0.1:80",
        "http://[::1]:9000",
        "https://[::1]",
        "http://localhost:9000",
        "https://STORE.Example.org",
        "https://store.example.org/",
        "http://127.0.0.1:9000/gate/way/",
        "https://store.example.org/gateway",
        "https://s3.amazonaws.com",
        "https://s3.eu-central-1.amazonaws.com",
        "https://storage.googleapis.com"
      })
  void read_anyEndpoint_asksWhatTheSdkAsks(String endpoint) throws IOException {
    assertThatBothAskTheSame(Asked.of(endpoint, true), READ);
    assertThatBothAskTheSame(Asked.of(endpoint, false), READ);
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, bucket",
    "us-east-1, my.bucket",
    "eu-west-1, bucket",
    "eu-west-1, Upper_Case",
    "cn-north-1, bucket",
    "us-gov-west-1, bucket",
    "us-iso-east-1, bucket",
    "new-region-7, bucket"
  })
  void read_anyRegion_asksWhatTheSdkAsks(String region, String name) throws IOException {
    assertThatBothAskTheSame(new Asked(name, "", region, false), READ);
    assertThatBothAskTheSame(new Asked(name, "https://store.example.org", region, false), READ);
  }

  private static SortedMap<String, String> assertThatTheSdkAsks(
      Asked asked, AwsCredentialsProvider credentials, Act act) throws IOException {
    SdkHttpRequest bySdk = asked.request(false, credentials, act);
    SdkHttpRequest request = asked.request(true, credentials, act);

    assertThat(headers(request)).containsKey("amz-sdk-request");
    assertThat(said(request)).isEqualTo(said(bySdk));
    return headers(request);
  }

  /** Regions that are more than a name in the signature. */
  @ParameterizedTest
  @CsvSource({
    "aws-global, ''",
    "aws-global, https://store.example.org",
    "fips-us-gov-west-1, ''",
    "us-east-1-fips, ''"
  })
  void read_regionThatIsMore_isLeftToTheSdk(String region, String endpoint) throws IOException {
    assertThatTheSdkAsks(
        new Asked("bucket", endpoint, region, false), StaticCredentialsProvider.create(KEYS), READ);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://store.example.org"})
  void read_nobodysCredentials_isNotSigned(String endpoint) throws IOException {
    assertThat(
            assertThatTheSdkAsks(
                Asked.of(endpoint, false), AnonymousCredentialsProvider.create(), READ))
        .doesNotContainKey("authorization");
  }

  @ParameterizedTest
  @CsvSource({
    "/a, https://store.example.org/",
    "//a, https://store.example.org",
    "/a, http://127.0.0.1:9000/gateway"
  })
  void request_keyThatStartsWithASlash_isLeftToTheSdk(String key, String endpoint)
      throws IOException {
    AwsCredentialsProvider credentials = StaticCredentialsProvider.create(KEYS);
    Asked asked = Asked.of(endpoint, false);

    SortedMap<String, String> read =
        assertThatTheSdkAsks(asked, credentials, bucket -> bucket.read(key, 0, Optional.empty()));
    SortedMap<String, String> created =
        assertThatTheSdkAsks(asked, credentials, bucket -> bucket.create(key, CONTENT, false));
    assertThat(read).containsKey("x-amz-te");
    assertThat(created).containsKey("content-md5");
  }
}

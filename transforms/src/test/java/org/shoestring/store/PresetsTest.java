package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.StoreOptions;
import org.shoestring.store.s3.SentRequests;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;

/** What the store files that travel with the program make of a request, up to its signature. */
class PresetsTest {
  private static final String KEY = "key-of-nobody";
  private static final String SECRET = "secret-of-nobody";

  /** What every put says, over plain HTTP, too. */
  private static final List<String> PUT_HEADERS =
      List.of(
          "authorization",
          "content-length",
          "content-md5",
          "content-type",
          "host",
          "user-agent",
          "x-amz-content-sha256",
          "x-amz-date");

  private static final SentRequests SENT = new SentRequests();

  private final Path object;

  PresetsTest(@TempDir Path folder) throws IOException {
    object = Files.writeString(folder.resolve("object"), "content");
  }

  private static Bucket bucket(String preset, String added) throws IOException {
    return bucket(preset, added, Map.of());
  }

  private static Bucket bucket(String preset, String added, Map<String, String> further)
      throws IOException {
    return bucket(preset, added, further, PipelineOptionsFactory.as(S3Options.class));
  }

  private static Bucket bucket(
      String preset, String added, Map<String, String> further, S3Options options)
      throws IOException {
    Map<String, String> exported = new HashMap<>(further);
    for (String variable :
        List.of(
            "SPACES_ACCESS_KEY_ID",
            "IBM_COS_ACCESS_KEY_ID",
            "MINIO_ACCESS_KEY",
            "AZURE_GATEWAY_ACCESS_KEY")) {
      exported.put(variable, KEY);
    }
    for (String variable :
        List.of(
            "SPACES_SECRET_ACCESS_KEY",
            "IBM_COS_SECRET_ACCESS_KEY",
            "MINIO_SECRET_KEY",
            "AZURE_GATEWAY_SECRET_KEY")) {
      exported.put(variable, SECRET);
    }
    exported.put("SPACES_REGION", "fra1");
    exported.put("IBM_COS_REGION", "eu-de");
    options.setAwsRegion(Region.EU_WEST_1);
    options.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)));
    String text = Files.readString(Path.of("..", "runners-config", "stores", preset + ".conf"));
    StoreFile file = TestStores.file(preset, text + added, exported);
    StoreOptions given = new StoreOptions(options, Set.of());
    return SENT.provider().open(file, given, "bucket", new Traffic());
  }

  private SdkHttpRequest put(Bucket bucket) throws IOException {
    return SENT.of(() -> bucket.put("folder/a b", object, new Attempts(Duration.ZERO)));
  }

  private static String header(SdkHttpRequest request, String name) {
    return request.firstMatchingHeader(name).orElse("none");
  }

  private static List<String> headers(SdkHttpRequest request) {
    return request.headers().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  private static List<String> putHeaders(String... more) {
    return Stream.concat(PUT_HEADERS.stream(), Stream.of(more)).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "s3,     https://bucket.s3.eu-west-1.amazonaws.com/folder/a%20b, eu-west-1",
    "spaces, https://bucket.fra1.digitaloceanspaces.com/folder/a%20b, us-east-1",
    "ibm,    https://bucket.s3.eu-de.cloud-object-storage.appdomain.cloud/folder/a%20b, eu-de",
    "minio,  http://127.0.0.1:9000/bucket/folder/a%20b, us-east-1",
    "azure,  http://127.0.0.1:8080/bucket/folder/a%20b, us-east-1"
  })
  void put_preset_goesToItsHostSignedForItsRegion(String preset, String uri, String region)
      throws IOException {
    Bucket bucket = bucket(preset, "");
    SdkHttpRequest request = put(bucket);

    assertThat(request.method()).hasToString("PUT");
    assertThat(request.getUri()).hasToString(uri);
    assertThat(header(request, "Authorization"))
        .matches(
            "AWS4-HMAC-SHA256 Credential="
                + KEY
                + "/[0-9]{8}/"
                + region
                + "/s3/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}");
    assertThat(bucket.address())
        .isEqualTo(uri.replace("/folder/a%20b", "") + ", signed for " + region);
    assertThat(request.toString() + request.headers() + bucket.address()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({"minio, MINIO_ENDPOINT", "azure, AZURE_GATEWAY"})
  void put_serverWithAName_keepsTheBucketInThePath(String preset, String variable)
      throws IOException {
    Bucket bucket = bucket(preset, "", Map.of(variable, "https://store.example.org:9443"));

    assertThat(put(bucket).getUri())
        .hasToString("https://store.example.org:9443/bucket/folder/a%20b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "spaces", "ibm", "minio", "azure"})
  void put_preset_saysTheMd5AndNothingThatOthersDoNotKnow(String preset) throws IOException {
    SdkHttpRequest request = put(bucket(preset, ""));

    // openssl md5 -binary | base64, of "content".
    assertThat(header(request, "Content-MD5")).isEqualTo("mgNkuembtIDdJeHwKEyFVQ==");
    assertThat(headers(request)).isEqualTo(putHeaders());
    assertThat(header(request, "x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
    assertThat(header(request, "Authorization")).contains("content-md5;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "spaces", "ibm", "minio", "azure"})
  void create_onlyIfAbsent_saysTheCondition(String preset) throws IOException {
    Bucket bucket = bucket(preset, "");
    byte[] content = {1};

    SdkHttpRequest conditional = SENT.of(() -> bucket.create("a", content, true));
    SdkHttpRequest plain = SENT.of(() -> bucket.create("a", content, false));

    assertThat(header(conditional, "If-None-Match")).isEqualTo("*");
    assertThat(header(conditional, "Authorization")).contains("content-md5;", ";if-none-match;");
    assertThat(header(plain, "If-None-Match")).isEqualTo("none");
    assertThat(header(conditional, "Content-MD5")).isEqualTo("VaVACK0bpYmqIQ0mKcHfQQ==");
    assertThat(headers(plain)).isEqualTo(putHeaders());
    assertThat(headers(conditional)).isEqualTo(putHeaders("if-none-match"));
  }

  @ParameterizedTest
  @CsvSource({
    "80, 127.0.0.1, UNSIGNED-PAYLOAD",
    "443, 127.0.0.1:443, UNSIGNED-PAYLOAD",
    "9000, 127.0.0.1:9000, UNSIGNED-PAYLOAD"
  })
  void put_plainHttp_signsTheHostAsItIsNamed(int port, String host, String content)
      throws IOException {
    SdkHttpRequest request =
        put(bucket("minio", "", Map.of("MINIO_ENDPOINT", "http://127.0.0.1:" + port)));

    assertThat(header(request, "Host")).isEqualTo(host);
    assertThat(header(request, "x-amz-content-sha256")).isEqualTo(content);
    assertThat(request.protocol() + " " + request.port()).isEqualTo("http " + port);
  }

  @Test
  void put_crc32cOverPlainHttp_signsTheContent() throws IOException {
    SdkHttpRequest request = put(bucket("minio", "\nchecksum: crc32c\n"));

    assertThat(header(request, "x-amz-content-sha256")).startsWith("STREAMING-AWS4-HMAC-SHA256");
  }

  @Test
  void put_crc32c_saysItAndNoMd5() throws IOException {
    SdkHttpRequest request = put(bucket("s3", "\nchecksum: crc32c\n"));

    assertThat(header(request, "Content-MD5")).isEqualTo("none");
    assertThat(header(request, "x-amz-sdk-checksum-algorithm")).isEqualTo("CRC32C");
    assertThat(header(request, "x-amz-trailer")).isEqualTo("x-amz-checksum-crc32c");
  }

  @Test
  void put_encryptionAskedFor_saysSo() throws IOException {
    S3Options options = PipelineOptionsFactory.as(S3Options.class);
    options.setSSEAlgorithm("AES256");
    Bucket s3 = bucket("s3", "", Map.of(), options);
    Bucket spaces = bucket("spaces", "", Map.of(), options);

    assertThat(header(put(s3), "x-amz-server-side-encryption")).isEqualTo("AES256");
    assertThat(header(put(spaces), "x-amz-server-side-encryption")).isEqualTo("none");
  }

  @Test
  void put_storageClassAndKeyAskedFor_saysThem() throws IOException {
    S3Options options = PipelineOptionsFactory.as(S3Options.class);
    options.setS3StorageClass("STANDARD_IA");
    options.setSSEAlgorithm("aws:kms");
    options.setSSEKMSKeyId("key-of-kms");
    SdkHttpRequest request = put(bucket("s3", "", Map.of(), options));

    assertThat(header(request, "x-amz-storage-class")).isEqualTo("STANDARD_IA");
    assertThat(header(request, "x-amz-server-side-encryption")).isEqualTo("aws:kms");
    assertThat(header(request, "x-amz-server-side-encryption-aws-kms-key-id"))
        .isEqualTo("key-of-kms");
    assertThat(header(request, "x-amz-server-side-encryption-bucket-key-enabled"))
        .isEqualTo("none");
  }

  @Test
  void put_bucketKeyAskedFor_saysSo() throws IOException {
    S3Options options = PipelineOptionsFactory.as(S3Options.class);
    options.setSSEAlgorithm("aws:kms");
    options.setBucketKeyEnabled(true);
    SdkHttpRequest request = put(bucket("s3", "", Map.of(), options));

    assertThat(header(request, "x-amz-server-side-encryption-bucket-key-enabled"))
        .isEqualTo("true");
  }

  @Test
  void read_preset_asksForTheRangeAndTheVersion() throws IOException {
    Bucket bucket = bucket("spaces", "");

    SdkHttpRequest request = SENT.of(() -> bucket.read("a", 7, Optional.of("\"etag\"")));

    assertThat(header(request, "Range")).isEqualTo("bytes=7-");
    assertThat(header(request, "If-Match")).isEqualTo("\"etag\"");
    assertThat(headers(request))
        .containsExactly(
            "authorization",
            "host",
            "if-match",
            "range",
            "user-agent",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-te");
  }

  @ParameterizedTest
  @CsvSource({
    "my.bucket, 'endpoint: http://[::1]:9000',"
        + " Illegal character in hostname at index 17: http://my.bucket.[::1]:9000",
    "my.bucket, 'endpoint: http://127.0.0.1', host must not be null.",
    "arn:aws:s3:us-west-2:123456789012:accesspoint:my, 'region: eu-west-1',"
        + " Invalid configuration: region from ARN `us-west-2` does not match client region"
        + " `eu-west-1` and UseArnRegion is `false`"
  })
  void open_bucketWithoutAnAddress_saysSoAtOnce(String bucket, String line, String why) {
    StoreFile file = TestStores.file("test", "type: s3", "path-style: no", line);

    assertThatThrownBy(
            () -> SENT.provider().open(file, TestStores.noOptions(), bucket, new Traffic()))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "test://"
                + bucket
                + ": this bucket has no address ("
                + why
                + "); correct its name, or endpoint, region and path-style in test.conf");
  }
}

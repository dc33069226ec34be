package org.shoestring.store.s3.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.signer.AwsS3V4Signer;
import software.amazon.awssdk.auth.signer.params.AwsS3V4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Signatures beside those of the SDK's own signer, version 2.20.162. */
class RequestSignerTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final AwsCredentials KEYS = AwsBasicCredentials.create("key", "secret");
  private static final String ENDPOINT = "https://bucket.example.org:9000";
  private static final String REGION = "eu-west-1";

  private final RequestSigner signer = new RequestSigner(REGION);

  /** A request, the headers of which are complete but for its host. */
  private record Unsigned(
      SdkHttpMethod method, String endpoint, String path, Map<String, String> headers) {
    static Unsigned get(String path) {
      return new Unsigned(SdkHttpMethod.GET, ENDPOINT, path, Map.of());
    }

    static Unsigned put(String name, String value) {
      return new Unsigned(
          SdkHttpMethod.PUT, ENDPOINT, "/a", Map.of("content-length", "7", name, value));
    }

    URI address() {
      return URI.create(endpoint);
    }

    private boolean hasItsPort() {
      return SdkHttpUtils.isUsingStandardPort(address().getScheme(), address().getPort());
    }

    /** As a client names it. */
    String host() {
      return hasItsPort() ? address().getHost() : address().getAuthority();
    }
  }

  /** The headers of a signed request, whatever the case of their names. */
  private static SortedMap<String, String> bySdk(
      Unsigned unsigned, AwsCredentials credentials, Instant now) {
    URI address = unsigned.address();
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(unsigned.method())
            .protocol(address.getScheme())
            .host(address.getHost())
            .port(address.getPort() < 0 ? null : address.getPort())
            .encodedPath(unsigned.path());
    unsigned.headers().forEach(request::putHeader);
    SdkHttpFullRequest signed =
        AwsS3V4Signer.create()
            .sign(
                request.build(),
                AwsS3V4SignerParams.builder()
                    .awsCredentials(credentials)
                    .signingName("s3")
                    .signingRegion(Region.of(REGION))
                    .signingClockOverride(Clock.fixed(now, ZoneOffset.UTC))
                    .doubleUrlEncode(false)
                    .normalizePath(false)
                    .enablePayloadSigning(false)
                    .build());
    SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    signed.forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
    return headers;
  }

  private SortedMap<String, String> byUs(
      Unsigned unsigned, AwsCredentials credentials, Instant now) {
    SortedMap<String, String> given = new TreeMap<>(unsigned.headers());
    given.put("host", unsigned.host());
    SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(
        signer.sign(unsigned.method().name(), unsigned.path(), "", given, credentials, now));
    return headers;
  }

  private void assertThatBothSignAlike(Unsigned unsigned, AwsCredentials credentials, Instant now) {
    assertThat(byUs(unsigned, credentials, now)).isEqualTo(bySdk(unsigned, credentials, now));
  }

  @ParameterizedTest
  @EnumSource(
      value = SdkHttpMethod.class,
      names = {"GET", "PUT", "HEAD", "DELETE", "POST"})
  void sign_anyMethod_isWhatTheSdkSigns(SdkHttpMethod method) {
    assertThatBothSignAlike(new Unsigned(method, ENDPOINT, "/a", Map.of()), KEYS, NOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a b/c+d",
        "ä/日本/💡",
        "%20",
        "a//b/./..",
        "=&?#*~'()!",
        "_x-y.tsv.gz",
        " ",
        "/a",
        "//",
        "a/",
        "\t\n",
        "\u007f",
        "[a]{b}|c^d`e",
        "@:;,$"
      })
  void sign_anyKey_isWhatTheSdkSigns(String key) {
    String encoded = SdkHttpUtils.urlEncodeIgnoreSlashes(key);

    assertThatBothSignAlike(Unsigned.get("/bucket/" + encoded), KEYS, NOON);
    assertThatBothSignAlike(Unsigned.get("/" + encoded), KEYS, NOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bucket.example.org",
        "https://bucket.example.org:443",
        "https://bucket.example.org:80",
        "https://bucket.example.org:9000",
        "https://BUCKET.Example.org",
        "https://192.0.2.1:8443",
        "https://[2001:db8::1]:9000",
        "https://[2001:db8::1]"
      })
  void sign_anyHost_isWhatTheSdkSigns(String endpoint) {
    assertThatBothSignAlike(new Unsigned(SdkHttpMethod.GET, endpoint, "/a", Map.of()), KEYS, NOON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "range|bytes=7-",
        "if-match|\"etag\"",
        "if-match|\"two  blanks   and three\"",
        "if-match| before and after ",
        "if-match|\ta\t\tb\t",
        "if-match| ",
        "if-none-match|*",
        "content-md5|mgNkuembtIDdJeHwKEyFVQ==",
        "content-type|application/octet-stream; charset=utf-8",
        "x-amz-te|append-md5",
        "x-amz-storage-class|STANDARD_IA",
        "x-amz-server-side-encryption-aws-kms-key-id|arn:aws:kms:eu-west-1:1:key/a  b",
        "x-amz-meta-umlaut|ä"
      })
  void sign_anyHeader_isWhatTheSdkSigns(String name, String value) {
    assertThatBothSignAlike(Unsigned.put(name, value), KEYS, NOON);
  }

  @Test
  void sign_headersOfAPut_isWhatTheSdkSigns() {
    Map<String, String> headers =
        Map.of(
            "content-md5",
            "mgNkuembtIDdJeHwKEyFVQ==",
            "content-length",
            "7",
            "content-type",
            "application/octet-stream",
            "if-none-match",
            "*",
            "x-amz-server-side-encryption",
            "aws:kms",
            "x-amz-server-side-encryption-bucket-key-enabled",
            "true");

    assertThatBothSignAlike(new Unsigned(SdkHttpMethod.PUT, ENDPOINT, "/a", headers), KEYS, NOON);
  }

  @Test
  void sign_otherDaysAndKeys_isWhatTheSdkSigns() {
    AwsCredentials others = AwsBasicCredentials.create("key", "another");
    Instant tomorrow = NOON.plusSeconds(86_400);
    for (AwsCredentials keys : List.of(KEYS, others, KEYS)) {
      for (Instant now : List.of(NOON, tomorrow, NOON)) {
        assertThatBothSignAlike(Unsigned.get("/a"), keys, now);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "key|secret|token/+=",
        "key|secret/+=|token",
        " key | secret | token ",
        "key|ä|日本",
        "key|secret|to  ken"
      })
  void sign_sessionCredentials_signsTheTokenAsTheSdkDoes(String key, String secret, String token) {
    AwsCredentials session = AwsSessionCredentials.create(key, secret, token);

    assertThatBothSignAlike(Unsigned.get("/a"), session, NOON);
    assertThat(byUs(Unsigned.get("/a"), session, NOON))
        .containsEntry("X-Amz-Security-Token", token.strip());
  }

  /** As Conscrypt's: it cannot be copied. */
  public static final class UniqueMac extends MacSpi {
    private final Mac mac;

    public UniqueMac() throws GeneralSecurityException {
      mac = Mac.getInstance("HmacSHA256", "SunJCE");
    }

    @Override
    protected int engineGetMacLength() {
      return mac.getMacLength();
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters)
        throws InvalidKeyException {
      mac.init(key);
    }

    @Override
    protected void engineUpdate(byte input) {
      mac.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      mac.update(input, offset, length);
    }

    @Override
    protected byte[] engineDoFinal() {
      return mac.doFinal();
    }

    @Override
    protected void engineReset() {
      mac.reset();
    }
  }

  private static final class UniqueMacs extends Provider {
    UniqueMacs() {
      super("unique", "1", "");
      put("Mac.HmacSHA256", UniqueMac.class.getName());
    }
  }

  @Test
  void sign_macsThatCannotBeCopied_isTheSame() {
    SortedMap<String, String> headers = new TreeMap<>(Map.of("host", "example.org"));
    SortedMap<String, String> expected = signer.sign("GET", "/a", "", headers, KEYS, NOON);
    Provider provider = new UniqueMacs();
    Security.insertProviderAt(provider, 1);
    try {
      RequestSigner other = new RequestSigner(REGION);

      assertThat(other.sign("GET", "/a", "", headers, KEYS, NOON)).isEqualTo(expected);
      assertThat(other.sign("GET", "/a", "", headers, KEYS, NOON)).isEqualTo(expected);
    } finally {
      Security.removeProvider(provider.getName());
    }
  }
}

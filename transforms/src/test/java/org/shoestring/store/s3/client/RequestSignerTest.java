package org.shoestring.store.s3.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  private final RequestSigner signer = new RequestSigner("eu-west-1");

  private static SortedMap<String, String> headers() {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "bucket.example.org:9000");
    headers.put("content-md5", "mgNkuembtIDdJeHwKEyFVQ==");
    headers.put("content-length", "7");
    headers.put("if-none-match", "*");
    return headers;
  }

  private static String bySdk(String path, AwsCredentials credentials, Instant now) {
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.PUT)
            .protocol("https")
            .host("bucket.example.org")
            .port(9000)
            .encodedPath(path);
    headers().forEach(request::putHeader);
    SdkHttpFullRequest signed =
        AwsS3V4Signer.create()
            .sign(
                request.build(),
                AwsS3V4SignerParams.builder()
                    .awsCredentials(credentials)
                    .signingName("s3")
                    .signingRegion(Region.EU_WEST_1)
                    .signingClockOverride(Clock.fixed(now, ZoneOffset.UTC))
                    .doubleUrlEncode(false)
                    .normalizePath(false)
                    .enablePayloadSigning(false)
                    .build());
    return signed.firstMatchingHeader("Authorization").orElseThrow();
  }

  private String byUs(String path, AwsCredentials credentials, Instant now) {
    return String.valueOf(
        signer.sign("PUT", path, headers(), credentials, now).get("Authorization"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a b/c+d", "ä/日本/💡", "%20", "a//b/./..", "=&?#*~'()!", "_x-y.tsv.gz", " "})
  void sign_anyKey_isWhatTheSdkSigns(String key) {
    String path = "/bucket/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);

    assertThat(byUs(path, KEYS, NOON)).isEqualTo(bySdk(path, KEYS, NOON));
  }

  @Test
  void sign_otherDaysAndKeys_isWhatTheSdkSigns() {
    AwsCredentials others = AwsBasicCredentials.create("key", "another");
    Instant tomorrow = NOON.plusSeconds(86_400);
    for (AwsCredentials keys : List.of(KEYS, others, KEYS)) {
      for (Instant now : List.of(NOON, tomorrow, NOON)) {
        assertThat(byUs("/a", keys, now)).isEqualTo(bySdk("/a", keys, now));
      }
    }
  }

  @Test
  void sign_sessionCredentials_signsTheToken() {
    AwsCredentials session = AwsSessionCredentials.create("key", "secret", "token/+=");

    assertThat(byUs("/a", session, NOON)).isEqualTo(bySdk("/a", session, NOON));
    assertThat(signer.sign("PUT", "/a", headers(), session, NOON))
        .containsEntry("x-amz-security-token", "token/+=");
  }
}

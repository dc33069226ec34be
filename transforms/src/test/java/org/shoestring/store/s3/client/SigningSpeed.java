package org.shoestring.store.s3.client;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.signer.AwsS3V4Signer;
import software.amazon.awssdk.auth.signer.params.AwsS3V4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/**
 * Measures the CPU time of signing a put: the first signatures of the process by one signer, and
 * then the median of rounds of many by our signer and the SDK's in turn.
 *
 * <p>Arguments: how many rounds, and who makes the first signatures, {@code ours} or {@code sdk}.
 */
public final class SigningSpeed {
  private static final int FIRST = 20;
  private static final int ROUND = 5_000;
  private static final AwsCredentials KEYS = AwsBasicCredentials.create("key", "secret");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final RequestSigner ours = new RequestSigner("eu-west-1");
  private final AwsS3V4Signer theirs = AwsS3V4Signer.create();
  private final SortedMap<String, String> headers = new TreeMap<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private long signed;

  private SigningSpeed() {
    headers.put("content-length", "7");
    headers.put("content-md5", "mgNkuembtIDdJeHwKEyFVQ==");
    headers.put("content-type", "application/octet-stream");
    headers.put("if-none-match", "*");
  }

  public static void main(String[] arguments) {
    new SigningSpeed().run(Integer.parseInt(arguments[0]), arguments[1]);
  }

  private void run(int rounds, String beginner) {
    double first = micros(beginner.equals("ours") ? this::byUs : this::bySdk, FIRST);
    System.out.printf(Locale.ROOT, "the first %d, %s: %.0f us each%n", FIRST, beginner, first);
    List<Double> our = new ArrayList<>();
    List<Double> their = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      our.add(micros(this::byUs, ROUND));
      their.add(micros(this::bySdk, ROUND));
    }
    double ourMedian = median(our);
    double theirMedian = median(their);
    System.out.printf(
        Locale.ROOT,
        "median of %d rounds: %.1f us each, the SDK's %.1f us: %.2f times as fast%n"
            + "%d characters were signed%n",
        rounds,
        ourMedian,
        theirMedian,
        theirMedian / ourMedian,
        signed);
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private double micros(Runnable signing, int times) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      now = now.plusMillis(1);
      signing.run();
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / times;
  }

  private void byUs() {
    SortedMap<String, String> all = new TreeMap<>(headers);
    all.put("host", "bucket.example.org");
    signed += all.size() + ours.sign("PUT", "/a", "", all, KEYS, now).toString().length();
  }

  private void bySdk() {
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.PUT)
            .protocol("https")
            .host("bucket.example.org")
            .encodedPath("/a");
    headers.forEach(request::putHeader);
    AwsS3V4SignerParams parameters =
        AwsS3V4SignerParams.builder()
            .awsCredentials(KEYS)
            .signingName("s3")
            .signingRegion(Region.EU_WEST_1)
            .signingClockOverride(Clock.fixed(now, ZoneOffset.UTC))
            .doubleUrlEncode(false)
            .normalizePath(false)
            .enablePayloadSigning(false)
            .build();
    signed += theirs.sign(request.build(), parameters).headers().toString().length();
  }
}

package org.shoestring.store.s3.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Signs and sends requests to one bucket without the SDK. */
public final class DirectRequests {
  private static final long CACHED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final SortedMap<String, String> NO_QUERY = new TreeMap<>();

  private final S3HttpClient http;
  private final AwsCredentialsProvider credentials;
  private final RequestSigner signer;
  private final StoreClock clock;
  private final URI bucket;
  private final String host;
  private volatile @Nullable CachedCredentials known;

  private record CachedCredentials(AwsCredentials credentials, long since) {}

  /**
   * Requests to a bucket.
   *
   * @param http that of the SDK's client
   * @param clock which the SDK's client sets
   * @param bucket its address, which the names of objects are behind
   */
  public DirectRequests(
      S3HttpClient http,
      AwsCredentialsProvider credentials,
      RequestSigner signer,
      StoreClock clock,
      URI bucket) {
    this.http = http;
    this.credentials = credentials;
    this.signer = signer;
    this.clock = clock;
    this.bucket = bucket;
    boolean isStandard = SdkHttpUtils.isUsingStandardPort(bucket.getScheme(), bucket.getPort());
    this.host = isStandard ? bucket.getHost() : bucket.getHost() + ":" + bucket.getPort();
  }

  /**
   * Asks for an object, or sends it.
   *
   * @param headers under lower-case names; those that sign are added
   */
  HttpExecuteResponse object(
      SdkHttpMethod method,
      String key,
      SortedMap<String, String> headers,
      @Nullable RequestBody body) {
    String encoded = isPlain(key) ? key : SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    return send(method, bucket.getRawPath() + "/" + encoded, NO_QUERY, headers, body);
  }

  /** Whether a key is the same when it is encoded. */
  private static boolean isPlain(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && (c < '0' || c > '9') && "._~/-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Asks what a bucket holds.
   *
   * @param query not encoded
   */
  HttpExecuteResponse list(SortedMap<String, String> query) {
    String path = bucket.getRawPath();
    return send(SdkHttpMethod.GET, path.isEmpty() ? "/" : path, query, new TreeMap<>(), null);
  }

  /** Runs a request of the SDK, for which there is an answer already. */
  <T> T answering(HttpExecuteResponse answer, Supplier<T> request) {
    return http.answering(answer, request);
  }

  private HttpExecuteResponse send(
      SdkHttpMethod method,
      String path,
      SortedMap<String, String> query,
      SortedMap<String, String> headers,
      @Nullable RequestBody body) {
    headers.put("host", host);
    SortedMap<String, String> signed =
        signer.sign(method.name(), path, canonical(query), headers, credentials(), clock.now());
    Map<String, String> sent = new LinkedHashMap<>();
    signed.forEach((name, value) -> sent.put(nameOf(name), value));
    sent.put("User-Agent", "shoestring");
    if (body != null && body.optionalContentLength().orElse(Long.MAX_VALUE) > S3HttpClient.SMALL) {
      sent.put("Expect", "100-continue");
    }
    HttpExecuteRequest.Builder execute =
        HttpExecuteRequest.builder().request(new SignedRequest(method, bucket, path, query, sent));
    if (body != null) {
      execute.contentStreamProvider(body.contentStreamProvider());
    }
    try {
      return http.prepareRequest(execute.build()).call();
    } catch (UncheckedIOException e) {
      throw unanswered(Objects.requireNonNullElse(e.getCause(), e));
    } catch (IOException | IllegalStateException e) { // Such as that the client is closed.
      throw unanswered(e);
    }
  }

  /**
   * Those of the last second: each time it is asked, the SDK looks for them in the environment
   * anew, or reads a file.
   */
  private AwsCredentials credentials() {
    @Nullable CachedCredentials recent = known;
    long now = System.nanoTime();
    if (recent == null || now - recent.since() > CACHED_NANOS) {
      recent = new CachedCredentials(credentials.resolveCredentials(), now);
      known = recent;
    }
    return recent.credentials();
  }

  /** As the SDK says it. */
  private static SdkClientException unanswered(Throwable why) {
    return SdkClientException.create("Unable to execute HTTP request: " + why.getMessage(), why);
  }

  /** As it is signed. */
  private static String canonical(SortedMap<String, String> query) {
    return query.isEmpty()
        ? ""
        : query.entrySet().stream()
            .map(one -> one.getKey() + "=" + SdkHttpUtils.urlEncode(one.getValue()))
            .collect(Collectors.joining("&"));
  }

  /** As the HTTP client knows those that it sets itself. */
  private static String nameOf(String header) {
    return switch (header) {
      case "host" -> "Host";
      case "content-length" -> "Content-Length";
      case "content-type" -> "Content-Type";
      default -> header;
    };
  }
}

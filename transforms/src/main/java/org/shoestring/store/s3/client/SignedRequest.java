package org.shoestring.store.s3.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The head of a signed request. The SDK's own would copy it into sorted maps several times, which
 * takes longer than the rest of a request for a small object.
 */
final class SignedRequest implements SdkHttpRequest {
  private final SdkHttpMethod method;
  private final URI bucket;
  private final String path;
  private final SortedMap<String, String> query;
  private final Map<String, String> headers;

  /**
   * A request.
   *
   * @param bucket its address
   * @param path encoded
   * @param query not encoded
   */
  SignedRequest(
      SdkHttpMethod method,
      URI bucket,
      String path,
      SortedMap<String, String> query,
      Map<String, String> headers) {
    this.method = method;
    this.bucket = bucket;
    this.path = path;
    this.query = query;
    this.headers = headers;
  }

  @Override
  public SdkHttpMethod method() {
    return method;
  }

  @Override
  public String protocol() {
    return bucket.getScheme();
  }

  @Override
  public String host() {
    return bucket.getHost();
  }

  @Override
  public int port() {
    if (bucket.getPort() >= 0) {
      return bucket.getPort();
    }
    return protocol().equals("http") ? 80 : 443;
  }

  @Override
  public String encodedPath() {
    return path;
  }

  @Override
  public Map<String, List<String>> rawQueryParameters() {
    return query.isEmpty() ? Map.of() : lists(query);
  }

  @Override
  public Map<String, List<String>> headers() {
    return lists(headers);
  }

  private static Map<String, List<String>> lists(Map<String, String> texts) {
    Map<String, List<String>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    texts.forEach((name, value) -> lists.put(name, List.of(value)));
    return lists;
  }

  @Override
  public Optional<String> firstMatchingHeader(String name) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return Optional.of(header.getValue());
      }
    }
    return Optional.empty();
  }

  @Override
  public void forEachHeader(BiConsumer<? super String, ? super List<String>> each) {
    headers.forEach((name, value) -> each.accept(name, List.of(value)));
  }

  @Override
  public int numHeaders() {
    return headers.size();
  }

  /** One of the SDK's, where this is not all. */
  @Override
  public SdkHttpRequest.Builder toBuilder() {
    SdkHttpFullRequest.Builder same =
        SdkHttpFullRequest.builder()
            .method(method)
            .protocol(protocol())
            .host(host())
            .port(port())
            .encodedPath(path);
    query.forEach(same::putRawQueryParameter);
    headers.forEach(same::putHeader);
    return same;
  }
}

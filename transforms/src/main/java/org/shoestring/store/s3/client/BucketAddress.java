package org.shoestring.store.s3.client;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The addresses of buckets at endpoints of one's own, whose rules are short; AWS's are long, and
 * take long to load.
 */
public final class BucketAddress {
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

  /** No name can stand before them. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  private BucketAddress() {}

  /**
   * The address of a bucket, which the names of objects are behind.
   *
   * @param endpoint of its store
   * @param isPathStyle whether the bucket stands in the path, or before the host
   * @return null if the SDK must say it
   */
  public static @Nullable URI of(URI endpoint, String bucket, boolean isPathStyle) {
    String host = endpoint.getHost();
    String path = endpoint.getRawPath();
    boolean isPlain =
        SCHEMES.contains(String.valueOf(endpoint.getScheme()))
            && NAME.matcher(bucket).matches()
            && host != null
            && HOST.matcher(host).matches()
            && !host.contains("amazonaws")
            && (isPathStyle || !NUMBERS.matcher(host).matches())
            && (path == null || path.isEmpty() || path.equals("/"))
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null
            && endpoint.getRawUserInfo() == null;
    if (!isPlain) {
      return null;
    }
    boolean isUsual = SdkHttpUtils.isUsingStandardPort(endpoint.getScheme(), endpoint.getPort());
    String port = isUsual ? "" : ":" + endpoint.getPort();
    String whole = isPathStyle ? host + port + "/" + bucket : bucket + "." + host + port;
    return URI.create(endpoint.getScheme() + "://" + whole);
  }
}

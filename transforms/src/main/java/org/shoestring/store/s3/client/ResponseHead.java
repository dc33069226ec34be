package org.shoestring.store.s3.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.http.Header;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** The head of a response as it arrived, which the SDK's own would copy into sorted maps. */
final class ResponseHead implements SdkHttpFullResponse {
  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable String reason;
  private final String[] names;
  private final String[] values;

  ResponseHead(HttpResponse answer) {
    status = answer.getStatusLine().getStatusCode();
    reason = answer.getStatusLine().getReasonPhrase();
    Header[] headers = answer.getAllHeaders();
    names = new String[headers.length];
    values = new String[headers.length];
    for (int i = 0; i < headers.length; i++) {
      names[i] = headers[i].getName();
      values[i] = String.valueOf(headers[i].getValue());
    }
  }

  @Override
  public int statusCode() {
    return status;
  }

  @Override
  public Optional<String> statusText() {
    return Optional.ofNullable(reason);
  }

  @Override
  public Map<String, List<String>> headers() {
    Map<String, List<String>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < names.length; i++) {
      lists.computeIfAbsent(names[i], unused -> new ArrayList<>()).add(values[i]);
    }
    return lists;
  }

  @Override
  public Optional<String> firstMatchingHeader(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equalsIgnoreCase(name)) {
        return Optional.of(values[i]);
      }
    }
    return Optional.empty();
  }

  /** It is handed on beside the head. */
  @Override
  public Optional<AbortableInputStream> content() {
    return Optional.empty();
  }

  @Override
  public SdkHttpFullResponse.Builder toBuilder() {
    SdkHttpFullResponse.Builder same = SdkHttpFullResponse.builder().statusCode(status);
    return same.statusText(reason).headers(headers());
  }
}

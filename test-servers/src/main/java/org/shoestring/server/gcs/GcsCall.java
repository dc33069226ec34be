package org.shoestring.server.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request, from a connection or from a batch. */
record GcsCall(String method, URI uri, Headers headers, InputStream body) {

  /** The parts of the path, decoded. */
  List<String> path() {
    List<String> parts = new ArrayList<>();
    for (String part : uri.getRawPath().substring(1).split("/", -1)) {
      parts.add(URLDecoder.decode(part.replace("+", "%2B"), UTF_8));
    }
    return parts;
  }

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** A parameter of the query. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters().get(name));
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = uri.getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      parameters.put(
          URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8),
          equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return parameters;
  }

  /** A parameter that is a number. */
  Optional<Long> number(String name) throws GcsRefusal {
    Optional<String> text = parameter(name);
    if (text.isPresent() && !text.get().matches("[0-9]{1,18}")) {
      throw GcsRefusal.invalid("Invalid value for " + name + ": " + text.get());
    }
    return text.map(Long::valueOf);
  }

  /** Whether content is asked for rather than a description. */
  boolean isMedia() {
    return parameter("alt").orElse("").equals("media");
  }
}

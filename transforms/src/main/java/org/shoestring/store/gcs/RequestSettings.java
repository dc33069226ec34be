package org.shoestring.store.gcs;

import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.jspecify.annotations.Nullable;

/**
 * What every request has: credentials, timeouts and what Beam's options add for audit logs. In
 * place of Beam's own, which tries again by itself: attempts are ours, in one place.
 */
final class RequestSettings implements HttpRequestInitializer {
  private static final Duration CONNECTING = Duration.ofSeconds(20);

  /** How long an answer may be silent, unless the server is given up before. */
  private static final Duration READING = Duration.ofSeconds(60);

  /** How long a server may take nothing of what is sent. */
  private static final Duration SENDING = Duration.ofSeconds(30);

  /** For a store that is tried once; 0 would be for ever. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final int UNAUTHORIZED = 401;

  private final Credentials credentials;
  private final Duration connecting;
  private final Duration reading;
  private final Duration sending;
  private final Map<String, String> audit;

  /** As Beam's options have it; what they leave open is such that no request outlasts its store. */
  RequestSettings(GcsOptions options, Credentials credentials, Duration giveUpAfter) {
    this.credentials = credentials;
    this.connecting = shorter(CONNECTING, giveUpAfter);
    this.reading =
        millis(options.getGcsHttpRequestReadTimeout()).orElse(shorter(READING, giveUpAfter));
    this.sending =
        millis(options.getGcsHttpRequestWriteTimeout()).orElse(shorter(SENDING, giveUpAfter));
    @Nullable Map<String, String> entries = options.getGcsCustomAuditEntries();
    this.audit = entries == null ? Map.of() : Map.copyOf(entries);
  }

  private static Duration shorter(Duration usual, Duration giveUpAfter) {
    Duration shorter = usual.compareTo(giveUpAfter) < 0 ? usual : giveUpAfter;
    return shorter.isZero() ? SHORTEST : shorter;
  }

  private static Optional<Duration> millis(@Nullable Integer millis) {
    return Optional.ofNullable(millis).map(Duration::ofMillis);
  }

  @Override
  public void initialize(HttpRequest request) throws IOException {
    authorize(request);
    request.setNumberOfRetries(1); // Only after renewing a token: nothing else asks for it.
    request.setConnectTimeout((int) connecting.toMillis());
    request.setReadTimeout((int) reading.toMillis());
    request.setInterceptor(this::watch);
    request.setResponseInterceptor(answer -> AbortableConnections.answered());
    request.setIOExceptionHandler(
        (failed, again) -> {
          AbortableConnections.answered();
          return false;
        });
    audit.forEach(request.getHeaders()::set);
  }

  /** Content is known only when a request is executed; 0 is for ever, as in Beam. */
  private void watch(HttpRequest request) {
    @Nullable HttpContent content = request.getContent();
    if (content != null && !(content instanceof WatchedContent) && !sending.isZero()) {
      request.setContent(new WatchedContent(content, sending));
    }
  }

  private void authorize(HttpRequest request) throws IOException {
    new HttpCredentialsAdapter(credentials).initialize(request);
    request.setUnsuccessfulResponseHandler(this::renew);
  }

  /** A token that was refused before its time, as one that was revoked, is got anew. */
  private boolean renew(HttpRequest request, HttpResponse answer, boolean again)
      throws IOException {
    boolean refused =
        answer.getStatusCode() == UNAUTHORIZED && request.getHeaders().getAuthorization() != null;
    if (!refused || !again) {
      return false;
    }
    try {
      credentials.refresh();
    } catch (IllegalStateException e) {
      return false; // It was given as it is, and there is no other.
    }
    authorize(request);
    return true;
  }
}

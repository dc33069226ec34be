package org.shoestring.store.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.jspecify.annotations.Nullable;

/**
 * What every request has: credentials, timeouts and what Beam's options add for audit logs. In
 * place of Beam's own, which tries again by itself: attempts are ours, in one place.
 */
final class RequestSettings implements HttpRequestInitializer {
  private static final int CONNECT_MILLIS = 20_000;
  private static final int UNAUTHORIZED = 401;
  private static final int READ_MILLIS = 60_000;

  private final Credentials credentials;
  private final int readMillis;
  private final int writeMillis;
  private final Map<String, String> audit;

  RequestSettings(GcsOptions options, Credentials credentials) {
    this.credentials = credentials;
    @Nullable Integer read = options.getGcsHttpRequestReadTimeout();
    this.readMillis = read == null ? READ_MILLIS : read;
    @Nullable Integer write = options.getGcsHttpRequestWriteTimeout();
    this.writeMillis = write == null ? 0 : write;
    @Nullable Map<String, String> entries = options.getGcsCustomAuditEntries();
    this.audit = entries == null ? Map.of() : Map.copyOf(entries);
  }

  @Override
  public void initialize(HttpRequest request) throws IOException {
    authorize(request);
    request.setNumberOfRetries(1); // Only after renewing a token: nothing else asks for it.
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(readMillis);
    request.setWriteTimeout(writeMillis);
    audit.forEach(request.getHeaders()::set);
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

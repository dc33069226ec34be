package org.shoestring.store.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.object.UnsupportedRequestException;
import org.shoestring.store.remote.RequestFailure;

/**
 * What an error of Google Cloud Storage means: gone, changed, worth another try, or for the user to
 * mend, and how.
 */
final class GcsErrors {
  /** Reasons of a 403 that are over after a while. */
  private static final Set<String> TOO_FAST = Set.of("rateLimitExceeded", "userRateLimitExceeded");

  private static final int NOT_IMPLEMENTED = 501;
  private static final int LONGEST_MESSAGE = 500;

  private final String location;
  private final StoreFile store;
  private final boolean anonymous;

  GcsErrors(String location, StoreFile store, boolean anonymous) {
    this.location = location;
    this.store = store;
    this.anonymous = anonymous;
  }

  /** An object as messages name it. */
  String name(String key) {
    return location + "/" + key;
  }

  IOException of(String key, IOException error) {
    if (error instanceof HttpResponseException answer) {
      return answered(key, answer);
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof Retryable login && !login.isRetryable()) {
        return new StoreException(
            name(key)
                + ": no access token: "
                + RequestFailure.innermost(error)
                + "; log in again, and check this machine's clock ("
                + whence()
                + ")",
            error);
      }
    }
    return RequestFailure.of(name(key), store, error);
  }

  private IOException answered(String key, HttpResponseException error) {
    int status = error.getStatusCode();
    String message = message(error);
    if (status == 404 && message.contains("bucket does not exist")) {
      return RequestFailure.noSuchBucket(location, store, error);
    }
    if (status == 404) {
      return new NoSuchObjectException(location, key);
    }
    if (status == 412) {
      return new ChangedException(location, key);
    }
    if (status == NOT_IMPLEMENTED) {
      return new UnsupportedRequestException(
          name(key) + ": the store does not support this request: " + said(error), error);
    }
    boolean damaged = status == 400 && message.contains("doesn't match calculated");
    boolean tooFast = status == 403 && TOO_FAST.contains(reason(error));
    if (status >= 500 || status == 429 || status == 408 || tooFast || damaged) {
      return new TransientException(said(error), retryAfter(error), error);
    }
    return new StoreException(name(key) + ": " + said(error) + cure(status), error);
  }

  private String cure(int status) {
    return switch (status) {
      case 401 ->
          anonymous
              ? "; check the credentials (" + whence() + ")"
              : "; the credentials are wrong or have expired; log in again (" + whence() + ")";
      case 403 ->
          "; this account may not do this; give it the role Storage Object User"
              + " (roles/storage.objectUser) on the bucket, or use another account ("
              + whence()
              + ")";
      default -> "";
    };
  }

  private String whence() {
    if (store.credentials() instanceof StoreFile.Credentials.Anonymous) {
      return "credentials are switched off in " + store.where();
    }
    return anonymous
        ? "credentials are switched off by --credentialFactoryClass"
        : "credentials come from the file that GOOGLE_APPLICATION_CREDENTIALS names, from 'gcloud"
            + " auth application-default login', or from the machine's account";
  }

  private static Optional<GoogleJsonError> details(HttpResponseException error) {
    return error instanceof GoogleJsonResponseException json
        ? Optional.ofNullable(json.getDetails())
        : Optional.empty();
  }

  private static String reason(HttpResponseException error) {
    return details(error)
        .map(GoogleJsonError::getErrors)
        .filter(errors -> !errors.isEmpty())
        .map(errors -> String.valueOf(errors.get(0).getReason()))
        .orElse("");
  }

  /** What the server said; requests for content are answered with text. */
  private static String message(HttpResponseException error) {
    @Nullable String content = error.getContent();
    String text =
        details(error).map(GoogleJsonError::getMessage).orElse(content == null ? "" : content);
    return text.strip().substring(0, Math.min(LONGEST_MESSAGE, text.strip().length()));
  }

  private static String said(HttpResponseException error) {
    String reason = reason(error);
    String message = message(error);
    return error.getStatusCode()
        + (reason.isEmpty() ? "" : " " + reason)
        + (message.isEmpty() ? "" : ": " + message);
  }

  private static Duration retryAfter(HttpResponseException error) {
    @Nullable String seconds =
        error.getHeaders() == null ? null : error.getHeaders().getRetryAfter();
    return seconds != null && seconds.matches("[0-9]{1,4}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }
}

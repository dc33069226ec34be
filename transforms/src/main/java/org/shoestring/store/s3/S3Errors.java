package org.shoestring.store.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.object.UnsupportedRequestException;
import org.shoestring.store.remote.NoCredentialsException;
import org.shoestring.store.remote.RequestFailure;
import org.shoestring.store.s3.client.HtmlPageException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What an error of S3 means: gone, changed, worth another try, or for the user to mend, and how.
 */
final class S3Errors {
  /** Errors with a status of the client's fault that are the network's. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "BadDigest",
          "ConditionalRequestConflict",
          "IncompleteBody",
          "InternalError",
          "OperationAborted",
          "RequestTimeout",
          "ServiceUnavailable",
          "SlowDown",
          "Throttling",
          "TooManyRequestsException",
          "XAmzContentSHA256Mismatch");

  /** Errors of a request that seems to come from another time. */
  private static final Set<String> CLOCK =
      Set.of("RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed");

  /** Refusals that have a meaning of their own, whoever answers: other regions, keys, moments. */
  private static final Set<Integer> MEANT_WITHOUT_CODE = Set.of(301, 307, 401, 403, 407, 408, 429);

  private static final int NOT_IMPLEMENTED = 501;

  private final String location;
  private final StoreFile store;
  private final CredentialsOrigin origin;
  private final String proxy;

  /**
   * Of one bucket.
   *
   * @param proxy what to add if a proxy refuses; empty if there is nothing to say
   */
  S3Errors(String location, StoreFile store, CredentialsOrigin origin, String proxy) {
    this.location = location;
    this.store = store;
    this.origin = origin;
    this.proxy = proxy;
  }

  /** An object as messages name it. */
  String name(String key) {
    return location + "/" + key;
  }

  IOException of(String key, SdkException error) {
    if (error instanceof S3Exception answer && answer.statusCode() > 0) {
      return answered(key, answer);
    }
    String message = String.valueOf(error.getMessage());
    if (!proxy.isEmpty() && message.contains("407")) {
      return new StoreException(name(key) + ": the proxy refuses: " + message + proxy, error);
    }
    if (message.contains("credentials")) {
      return new NoCredentialsException(name(key) + ": " + origin.none(error), error);
    }
    return RequestFailure.of(name(key), store, error);
  }

  /** The meaning of an error of a request that every store explains if it refuses: a list. */
  IOException ofList(String prefix, SdkException error) {
    if (error instanceof HtmlPageException) {
      return noStore(prefix, "200, a page of HTML", error);
    }
    return error instanceof S3Exception answer && isAnothers(answer)
        ? noStore(prefix, said(answer), error)
        : of(prefix, error);
  }

  private StoreException noStore(String key, String said, SdkException error) {
    return new StoreException(
        name(key)
            + ": the server at "
            + RequestFailure.endpoint(store)
            + " does not speak S3 ("
            + said
            + ")"
            + isThatTheEndpoint(),
        error);
  }

  String isThatTheEndpoint() {
    return RequestFailure.isThatTheEndpoint(store);
  }

  /** Whether an answer refuses without a reason, as those to HEAD must, which have no body. */
  static boolean isUnexplained(SdkException error) {
    return error instanceof S3Exception answer
        && answer.statusCode() != 404
        && refusesWithoutCode(answer);
  }

  /** Whether an answer says that there is nothing, and not in the words of S3. */
  static boolean isUnexplainedAbsence(SdkException error) {
    return error instanceof S3Exception answer
        && answer.statusCode() == 404
        && refusesWithoutCode(answer);
  }

  private static boolean refusesWithoutCode(S3Exception answer) {
    return answer.statusCode() >= 300
        && answer.statusCode() < 500
        && (code(answer).isEmpty() || code(answer).equals(String.valueOf(answer.statusCode())));
  }

  /** Whether an answer is rather that of another kind of server. */
  private static boolean isAnothers(S3Exception answer) {
    return refusesWithoutCode(answer) && !MEANT_WITHOUT_CODE.contains(answer.statusCode());
  }

  private IOException answered(String key, S3Exception error) {
    int status = error.statusCode();
    String code = code(error);
    if (code.equals("NoSuchBucket")) {
      return RequestFailure.noSuchBucket(location, store, error);
    }
    if (status == 404) {
      return new NoSuchObjectException(location, key);
    }
    if (status == 412) {
      return new ChangedException(location, key);
    }
    if (status == NOT_IMPLEMENTED || code.equals("NotImplemented")) {
      return new UnsupportedRequestException(
          name(key) + ": the store does not support this request: " + said(error), error);
    }
    if (CLOCK.contains(code)) {
      // The client takes the clock of the answer for its next request.
      return new TransientException(
          said(error)
              + "; this machine's clock says "
              + Instant.now().truncatedTo(ChronoUnit.SECONDS)
              + header(error, "Date").map(date -> ", the store's clock says " + date).orElse("")
              + "; correct the wrong one (sudo timedatectl set-ntp true)",
          error);
    }
    if (status >= 500
        || status < 100
        || status == 429
        || status == 408
        || TRANSIENT.contains(code)) {
      Duration wait = retryAfter(error);
      String asks = wait.isZero() ? "" : " (the store asks to wait " + wait.toSeconds() + " s)";
      return new TransientException(said(error) + asks, wait, error);
    }
    return new StoreException(name(key) + ": " + said(error) + cure(status, code), error);
  }

  private String cure(int status, String code) {
    return switch (code) {
      case "InvalidAccessKeyId" ->
          "; the store does not know this access key; correct it (" + origin + ")";
      case "SignatureDoesNotMatch" ->
          "; the secret key does not belong to the access key; correct it (" + origin + ")";
      case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken" ->
          "; the session credentials have expired; get new ones (" + origin + ")";
      case "AccessDenied", "AllAccessDisabled" ->
          "; these credentials may not do this; give them the permissions to get, put, list and"
              + " delete, or use others ("
              + origin
              + ")";
      case "AuthorizationHeaderMalformed",
          "PermanentRedirect",
          "IllegalLocationConstraintException" ->
          "; the bucket is in another region; "
              + (store.name().equals("s3") ? "set AWS_REGION, or " : "")
              + "correct 'region' in "
              + store.where();
      default ->
          status == 301 || status == 307
              ? "; the bucket is in another region or has another endpoint; correct them in "
                  + store.where()
              : status == 407 && !proxy.isEmpty()
                  ? proxy
                  : status == 401 || status == 403
                      ? "; check the credentials (" + origin + ")"
                      : code.isEmpty() ? isThatTheEndpoint() : "";
    };
  }

  static String code(S3Exception error) {
    return error.awsErrorDetails() == null || error.awsErrorDetails().errorCode() == null
        ? ""
        : error.awsErrorDetails().errorCode();
  }

  /** What the server said, without the SDK's additions. */
  static String said(S3Exception error) {
    @Nullable String message =
        error.awsErrorDetails() == null ? null : error.awsErrorDetails().errorMessage();
    String code = code(error);
    return error.statusCode()
        + (code.isEmpty() ? "" : " " + code)
        + (message == null || message.isBlank() ? "" : ": " + message.strip());
  }

  private static Duration retryAfter(S3Exception error) {
    return header(error, "Retry-After")
        .filter(text -> text.matches("[0-9]{1,4}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  private static Optional<String> header(S3Exception error, String name) {
    return error.awsErrorDetails() == null || error.awsErrorDetails().sdkHttpResponse() == null
        ? Optional.empty()
        : error.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(name);
  }
}

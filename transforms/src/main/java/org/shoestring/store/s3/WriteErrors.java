package org.shoestring.store.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.Optional;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.s3.client.SdkClient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What an error of a request with content means, beside what it means for all. A request without
 * content tells what that of another kind could not: content that changed on its way has another
 * signature, as if the secret key were wrong; and a server that refuses content may close the
 * connection before all of it was sent, so that nobody reads why.
 */
record WriteErrors(SdkClient client, String bucket, S3Errors errors, Traffic traffic) {
  IOException of(String key, SdkException error) {
    IOException meaning = errors.of(key, error);
    if (error instanceof S3Exception answer) {
      if (meaning instanceof NoSuchObjectException) {
        return new StoreException(
            errors.name(key) + ": " + S3Errors.said(answer) + errors.isThatTheEndpoint(), error);
      }
      String code = S3Errors.code(answer);
      if (code.equals("BadDigest")
          || (code.equals("SignatureDoesNotMatch") && isSignatureGood(key))) {
        return new TransientException("the content was damaged on the way", error);
      }
      return meaning;
    }
    return isCut(error) ? refusal(key).orElse(meaning) : meaning;
  }

  private static boolean isCut(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException && !(cause instanceof ConnectException)) {
        return true;
      }
    }
    return false;
  }

  /** What keeps the bucket from being used at all, if that is so. */
  private Optional<IOException> refusal(String key) {
    traffic.request(Kind.LIST);
    try {
      client.get().listObjectsV2(request -> request.bucket(bucket).prefix(key).maxKeys(1));
    } catch (SdkException e) {
      return Optional.of(errors.of(key, e)).filter(StoreException.class::isInstance);
    }
    return Optional.empty();
  }

  private boolean isSignatureGood(String key) {
    traffic.request(Kind.HEAD);
    try {
      client.get().headObject(request -> request.bucket(bucket).key(key));
      return true;
    } catch (SdkException e) {
      return !(e instanceof S3Exception answer) || answer.statusCode() != 403;
    }
  }
}

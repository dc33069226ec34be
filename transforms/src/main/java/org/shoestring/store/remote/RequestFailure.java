package org.shoestring.store.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;

/**
 * What it means that a request failed: nobody is there, the wrong one is, not for now, or there is
 * no such bucket.
 */
public final class RequestFailure {
  /** What Java says of an answer in plain HTTP. */
  private static final String NO_TLS = "Unsupported or unrecognized SSL message";

  private final Throwable error;
  private final StoreFile store;

  private RequestFailure(Throwable error, StoreFile store) {
    this.error = error;
    this.store = store;
  }

  /**
   * The error as a user needs it.
   *
   * @param name of the object, or of the store, as messages have it
   */
  public static IOException of(String name, StoreFile store, Throwable error) {
    return new RequestFailure(error, store).meaning(name);
  }

  /** What to ask the user where the one who answers, if anybody, is not a store. */
  public static String isThatTheEndpoint(StoreFile store) {
    return "; check the endpoint in " + store.where() + ", and the network";
  }

  /** What providers answer about a bucket that is not there. */
  public static StoreException noSuchBucket(String location, StoreFile store, Throwable cause) {
    return new StoreException(
        location
            + ": no such bucket; create it, or correct its name, or the endpoint in "
            + store.where(),
        cause);
  }

  private IOException meaning(String name) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
        return new StoreException(
            name
                + ": the certificate of "
                + endpoint(store)
                + " is not trusted: "
                + innermost(error)
                + "; if it is your own server, put its certificate into a file with 'keytool"
                + " -importcert', and set JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE."
                + " Otherwise check the endpoint in "
                + store.where()
                + ", and this machine's clock",
            error);
      }
      if (cause instanceof SSLException && String.valueOf(cause.getMessage()).contains(NO_TLS)) {
        return new StoreException(
            name
                + ": the server at "
                + endpoint(store)
                + " does not use TLS; if that is right, write http:// in "
                + store.where(),
            error);
      }
      if (cause instanceof UnknownHostException) {
        return new TransientException(
            "unknown host " + cause.getMessage() + isThatTheEndpoint(store), error);
      }
      if (cause instanceof ConnectException) {
        return new TransientException(
            "no server answers at "
                + endpoint(store)
                + " ("
                + innermost(error)
                + ")"
                + isThatTheEndpoint(store),
            error);
      }
    }
    return new TransientException(innermost(error), error);
  }

  /** The endpoint as messages name it. */
  public static String endpoint(StoreFile store) {
    return store.endpoint().map(URI::toString).orElse("its endpoint");
  }

  /** What the first cause of an error says, in one line. */
  public static String innermost(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : message.strip().replaceAll("\\s+", " ");
  }
}

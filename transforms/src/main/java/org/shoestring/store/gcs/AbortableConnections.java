package org.shoestring.store.gcs;

import com.google.api.client.googleapis.GoogleUtils;
import com.google.api.client.googleapis.mtls.MtlsProvider;
import com.google.api.client.googleapis.mtls.MtlsUtils;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.remote.InterruptWatch;

/**
 * The connections of Google's transport, trusting whom Google's own trusts, which another thread
 * can close while they send, or while an answer is awaited: that of a thread that was interrupted
 * is.
 */
final class AbortableConnections {
  /** The transport opens a connection, and sends over it, in one thread. */
  private static final ThreadLocal<@Nullable Opened> LAST = new ThreadLocal<>();

  /** Who was interrupted waits no longer. */
  private static final long LOOK_MILLIS = 500;

  private static final InterruptWatch INTERRUPTS = new InterruptWatch();

  private static @Nullable ScheduledFuture<?> looking;

  private AbortableConnections() {}

  /** A connection, whose answer is awaited. */
  private record Opened(HttpURLConnection connection, InterruptWatch.Wait answer) {}

  private static final class Holder {
    private static final HttpTransport TRANSPORT = over(googles());
  }

  /** One, so that buckets share what connections are open. */
  static HttpTransport transport() {
    return Holder.TRANSPORT;
  }

  /** Over connections of ours. */
  static HttpTransport over(NetHttpTransport.Builder builder) {
    Optional.ofNullable(builder.getSslSocketFactory())
        .map(ClosableTls::new)
        .ifPresent(builder::setSslSocketFactory);
    return builder.setConnectionFactory(AbortableConnections::open).build();
  }

  /** The connection that this thread has opened last. */
  static HttpURLConnection last() {
    return Objects.requireNonNull(LAST.get(), "no connection was opened here").connection();
  }

  /** The answer is there, or none comes: this thread waits no longer for it. */
  static void answered() {
    Opened last = LAST.get();
    if (last != null) {
      last.answer().close();
      LAST.remove();
    }
  }

  /** What Google's own transport trusts, and shows of itself. */
  private static NetHttpTransport.Builder googles() {
    NetHttpTransport.Builder builder = new NetHttpTransport.Builder();
    MtlsProvider shown = MtlsUtils.getDefaultMtlsProvider();
    try {
      return shown.useMtlsClientCertificate()
          ? builder.trustCertificates(
              GoogleUtils.getCertificateTrustStore(),
              shown.getKeyStore(),
              shown.getKeyStorePassword())
          : builder.trustCertificates(GoogleUtils.getCertificateTrustStore());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates for TLS: " + e.getMessage(), e);
    }
  }

  private static HttpURLConnection open(URL url) throws IOException {
    HttpURLConnection opened = (HttpURLConnection) url.openConnection();
    answered(); // An earlier one, which ended with another error than those that are handled.
    LAST.set(new Opened(opened, INTERRUPTS.begin(opened::disconnect)));
    watch();
    return opened;
  }

  private static synchronized void watch() {
    if (looking == null) {
      looking =
          WatchedContent.WATCH.scheduleWithFixedDelay(
              AbortableConnections::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Ends when nobody waits, so that the thread which looks can end, too. */
  private static synchronized void look() {
    INTERRUPTS.look();
    if (looking != null && INTERRUPTS.isIdle()) {
      looking.cancel(false);
      looking = null;
    }
  }
}

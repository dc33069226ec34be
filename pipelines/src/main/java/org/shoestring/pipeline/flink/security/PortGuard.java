package org.shoestring.pipeline.flink.security;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a port answers, as somebody finds out who has no certificate. */
public enum PortGuard {
  /** Nobody answers there, as seen from this machine. */
  UNREACHABLE,
  /** It answers everybody, without TLS. */
  OPEN,
  /** It answers everybody by TLS. */
  ENCRYPTED,
  /** It answers only clients with a certificate. */
  CERTIFIED;

  private static final String TLS = "TLS";
  private static final String ALERT = "fatal alert";

  /**
   * Looks at a port. Nothing is sent but the beginning of TLS.
   *
   * @param patience for each of two answers
   */
  public static PortGuard of(InetSocketAddress address, Duration patience) {
    int millis = (int) patience.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(address, millis);
      socket.setSoTimeout(millis);
      return ask(socket);
    } catch (IOException e) {
      return UNREACHABLE;
    }
  }

  private static PortGuard ask(Socket plain) throws IOException {
    Stranger stranger = new Stranger();
    SSLContext context;
    try {
      context = SSLContext.getInstance(TLS);
      context.init(
          new KeyManager[] {stranger}, new TrustManager[] {new Everybody()}, new SecureRandom());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
    String host = plain.getInetAddress().getHostAddress();
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), false)) {
      socket.startHandshake();
      if (!stranger.isAsked) {
        return ENCRYPTED;
      }
      // With TLS 1.3, the server looks at what it has asked for after the client's handshake.
      return socket.getInputStream().read() < 0 ? CERTIFIED : ENCRYPTED;
    } catch (SocketTimeoutException e) {
      return stranger.isAsked ? ENCRYPTED : OPEN;
    } catch (IOException e) {
      boolean isTls = String.valueOf(e.getMessage()).contains(ALERT);
      return stranger.isAsked || isTls ? CERTIFIED : OPEN;
    }
  }

  /** Has no certificate, and remembers whether it was asked for one. */
  private static final class Stranger extends X509ExtendedKeyManager {
    private boolean isAsked;

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      isAsked = true;
      return null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      isAsked = true;
      return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return null;
    }
  }

  /** Believes everybody, since nothing is told to who answers. */
  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package org.shoestring.pipeline.flink.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PortGuardTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final Path folder;

  PortGuardTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A server that speaks TLS, with the internal certificate of a new folder. */
  private SSLServerSocket secured(String version, boolean ofClients) throws Exception {
    ClusterCertificates.create(folder, false);
    char[] password = Files.readString(folder.resolve("password")).toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("internal.p12"))) {
      store.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    SSLServerSocket server =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5, HERE);
    server.setEnabledProtocols(new String[] {version});
    server.setNeedClientAuth(ofClients);
    return server;
  }

  /** What is found while the server reads from its first client. */
  private static PortGuard lookAt(ServerSocket server, Duration patience) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket client = server.accept()) {
                while (client.getInputStream().read() >= 0) {
                  // It says nothing that anybody needs.
                }
              } catch (IOException e) {
                // The client was refused, or has gone.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return PortGuard.of(new InetSocketAddress(HERE, server.getLocalPort()), patience);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void of_certificatesOfClientsWanted_isCertified(String version) throws Exception {
    try (SSLServerSocket server = secured(version, true)) {
      assertThat(lookAt(server, Duration.ofSeconds(20))).isEqualTo(PortGuard.CERTIFIED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void of_tlsForEverybody_isEncrypted(String version) throws Exception {
    try (SSLServerSocket server = secured(version, false)) {
      assertThat(lookAt(server, Duration.ofSeconds(20))).isEqualTo(PortGuard.ENCRYPTED);
    }
  }

  @Test
  void of_silentWithoutTls_isOpen() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, HERE)) {
      assertThat(lookAt(server, Duration.ofMillis(300))).isEqualTo(PortGuard.OPEN);
    }
  }

  @Test
  void of_nobodyListens_isUnreachable() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, HERE)) {
      port = server.getLocalPort();
    }
    assertThat(PortGuard.of(new InetSocketAddress(HERE, port), Duration.ofSeconds(20)))
        .isEqualTo(PortGuard.UNREACHABLE);
  }
}

package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose processes know each other by certificates. */
@Tag("long")
@Timeout(300)
class FlinkCertificatesEndToEndTest {
  private final Path folder;

  FlinkCertificatesEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Believes everybody, as who looks for an open port does. */
  private static final class Everybody extends X509ExtendedTrustManager {
    private boolean isShown;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      isShown = true;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Fails unless a port shows its certificate, and then hangs up on who shows none. */
  private static void assertRefuses(int port) throws Exception {
    Everybody everybody = new Everybody();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {everybody}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                if (socket.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              })
          .as("port %s", port)
          .isInstanceOf(IOException.class);
    }
    assertThat(everybody.isShown).as("port %s", port).isTrue();
  }

  @Test
  void flink_processesWithCertificates_answerNobodyElse() throws Exception {
    Path certificates = folder.resolve("certificates");
    Shoestring.in(folder).run("flink", "certificates", certificates.toString()).good();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certificates)))
        .isEqualTo("rwx------");

    try (FlinkCluster cluster =
        FlinkCluster.start(folder, 1, Map.of(), "--certificates", certificates.toString())) {
      for (int port : cluster.securePorts()) {
        assertRefuses(port);
      }
      String password = Files.readString(certificates.resolve("password"));
      assertThat(cluster.get("/jobmanager/config")).contains("******").doesNotContain(password);
      assertThat(cluster.logs()).doesNotContain(password);
    }
  }

  @Test
  void certificates_folderThatHasSome_isNotOverwritten() throws Exception {
    Shoestring.in(folder).run("flink", "certificates", "c").good();
    Shoestring.Result again = Shoestring.in(folder).run("flink", "certificates", "c");

    assertThat(again.code()).isEqualTo(2);
    assertThat(again.error()).startsWith("c has certificates; ");
  }

  @Test
  void taskManager_folderWithoutCertificates_isToldBeforeItStarts() throws Exception {
    Shoestring.Result result =
        Shoestring.in(folder)
            .run("flink", "taskmanager", "127.0.0.1", "--memory", "760m", "--certificates", "none");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.error()).startsWith("--certificates none: no certificates can be read there");
  }
}

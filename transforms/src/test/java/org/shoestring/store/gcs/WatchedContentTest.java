package org.shoestring.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.javanet.NetHttpTransport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Content that is sent over TLS to a server that says hello, and takes nothing from then on. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchedContentTest {
  private static final String PASSWORD = "password";

  private final KeyStore keys;
  private final SSLServerSocket listener;
  private final CountDownLatch done = new CountDownLatch(1);

  WatchedContentTest(@TempDir Path folder) throws Exception {
    keys = selfSigned(folder.resolve("keys"));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    Thread server = new Thread(this::sayHello, "server");
    server.setDaemon(true);
    server.start();
  }

  private static KeyStore selfSigned(Path file) throws Exception {
    String command =
        System.getProperty("java.home")
            + "/bin/keytool -genkeypair -alias a -keyalg EC -dname CN=localhost"
            + " -ext san=dns:localhost -storetype PKCS12 -storepass "
            + PASSWORD
            + " -keystore";
    ProcessBuilder keytool = new ProcessBuilder(command.split(" "));
    keytool.command().add(file.toString());
    assertThat(keytool.redirectErrorStream(true).start().waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore both = KeyStore.getInstance("PKCS12");
    both.load(null, null);
    both.setCertificateEntry("trusted", store.getCertificate("a"));
    both.setKeyEntry(
        "a",
        store.getKey("a", PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        store.getCertificateChain("a"));
    return both;
  }

  private void sayHello() {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
      done.await();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() throws IOException {
    done.countDown();
    listener.close();
  }

  @Test
  void writeTo_serverTakesNoMore_closesTheConnection() throws Exception {
    ByteArrayContent content = new ByteArrayContent(SentObject.TYPE, new byte[20_000_000]);
    HttpRequest request =
        Connections.over(new NetHttpTransport.Builder().trustCertificates(keys))
            .createRequestFactory()
            .buildPostRequest(
                new GenericUrl("https://localhost:" + listener.getLocalPort() + "/"),
                new WatchedContent(content, Duration.ofSeconds(1)));

    assertThatThrownBy(request::execute)
        .isInstanceOf(IOException.class)
        .hasMessage("the server took nothing more for 1 s");
  }
}

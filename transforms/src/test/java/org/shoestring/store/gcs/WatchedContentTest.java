package org.shoestring.store.gcs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.javanet.NetHttpTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.SelfSigned;

/** Content that is sent over TLS to a server that says hello, and takes nothing from then on. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchedContentTest {
  private final KeyStore keys;
  private final SSLServerSocket listener;
  private final CountDownLatch done = new CountDownLatch(1);

  WatchedContentTest(@TempDir Path folder) throws Exception {
    SelfSigned certificate = SelfSigned.in(folder);
    keys = certificate.keys();
    listener = certificate.listen();
    Thread server = new Thread(this::sayHello, "server");
    server.setDaemon(true);
    server.start();
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
        AbortableConnections.over(new NetHttpTransport.Builder().trustCertificates(keys))
            .createRequestFactory()
            .buildPostRequest(
                new GenericUrl("https://localhost:" + listener.getLocalPort() + "/"),
                new WatchedContent(content, Duration.ofSeconds(1)));

    assertThatThrownBy(request::execute)
        .isInstanceOf(IOException.class)
        .hasMessage("the server accepted no more data for 1 s");
  }
}

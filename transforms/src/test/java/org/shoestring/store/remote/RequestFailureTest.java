package org.shoestring.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.store.Refused;
import org.shoestring.store.SelfSigned;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.gcs.GcsProvider;
import org.shoestring.store.object.Traffic;

/** Servers that are not spoken to as they are: told at once, which a test that hangs is not. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestFailureTest {
  private final Path folder;

  RequestFailureTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Answers every connection with a line, as it is or over TLS. */
  private static ServerSocket serve(ServerSocket listener) {
    Thread server =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  // The client has hung up, or the test is over.
                }
              }
            },
            "server");
    server.setDaemon(true);
    server.start();
    return listener;
  }

  private RemoteStore store(String type, String endpoint) throws IOException {
    if (type.equals("gs")) {
      StoreFile file =
          TestStores.gsFile("type: gs", "endpoint: " + endpoint, "credentials: anonymous");
      return TestStores.open(
          new GcsProvider().open(file, TestStores.noOptions(), "bucket", new Traffic()),
          file,
          "",
          folder);
    }
    StoreFile file =
        TestStores.file(
            "test",
            "type: s3",
            "endpoint: " + endpoint,
            "region: us-east-1",
            "conditional-create: yes");
    return TestStores.open(file, "bucket", "", folder, new Traffic());
  }

  @ParameterizedTest
  @CsvSource({"s3,read", "s3,write", "s3,list", "gs,read", "gs,write", "gs,list"})
  void every_certificateNotTrusted_isToldAtOnce(String type, String verb) throws Exception {
    try (ServerSocket listener = serve(SelfSigned.in(folder).listen())) {
      String endpoint = "https://localhost:" + listener.getLocalPort();

      assertThat(Refused.by(store(type, endpoint), verb).message())
          .contains(": the certificate of " + endpoint + " is not trusted: ")
          .contains("; if it is your own server, put its certificate into a file ")
          .contains("check the endpoint in test.conf, and this machine's clock");
    }
  }

  @ParameterizedTest
  @CsvSource({"s3,read", "s3,write", "s3,list", "gs,read", "gs,write", "gs,list"})
  void every_httpsToPlainHttp_isToldAtOnce(String type, String verb) throws Exception {
    try (ServerSocket listener = serve(new ServerSocket(0))) {
      String endpoint = "https://localhost:" + listener.getLocalPort();

      assertThat(Refused.by(store(type, endpoint), verb).message())
          .endsWith(
              ": the server at "
                  + endpoint
                  + " does not use TLS; if that is right, write http:// in test.conf");
    }
  }
}

package org.shoestring.store.gcs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.InterruptedThread;
import org.shoestring.store.TestStores;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.RemoteStore;

/** Threads that are interrupted while the server says nothing more: they do not wait for it. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptedGcsTest {
  private static final int SIZE = 400_000;
  private static final int SAID = 100_000;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\nx-goog-generation: 1\r\n\r\n";

  private final Path folder;
  private final ServerSocket listener;
  private final CountDownLatch silent = new CountDownLatch(1);
  private final RemoteStore store;
  private volatile byte[] says = new byte[0];

  InterruptedGcsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    String endpoint = "http://localhost:" + listener.getLocalPort();
    this.store = TestStores.gs(endpoint, "bucket", "w/", folder, new Traffic());
    Thread server = new Thread(this::serve, "server");
    server.setDaemon(true);
    server.start();
  }

  /** Takes all that comes over one connection, and answers once. */
  private void serve() {
    try (Socket socket = listener.accept()) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[8192];
      if (in.read(buffer) > 0) {
        out.write(says);
        out.flush();
        silent.countDown();
      }
      while (in.read(buffer) >= 0) {
        // A part of a request.
      }
    } catch (IOException e) {
      silent.countDown();
    }
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
  }

  private Throwable interrupted(InterruptedThread.Work work) throws Exception {
    return InterruptedThread.failure(work, end -> silent.await());
  }

  private void read() throws IOException {
    try (InputStream in = store.open("a")) {
      in.readAllBytes();
    }
  }

  @Test
  void open_serverSaysNothing_ends() throws Exception {
    assertThat(interrupted(this::read)).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void open_contentStops_ends() throws Exception {
    says = (HEAD + "x".repeat(SAID)).getBytes(US_ASCII);
    assertThat(interrupted(this::read)).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void list_serverSaysNothing_ends() throws Exception {
    assertThat(interrupted(() -> store.list(""))).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void put_serverSaysNothing_ends() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[1000]);
    assertThat(interrupted(() -> store.put("a", file))).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void delete_serverSaysNothing_ends() throws Exception {
    assertThat(interrupted(() -> store.delete("a"))).isInstanceOf(InterruptedIOException.class);
  }
}

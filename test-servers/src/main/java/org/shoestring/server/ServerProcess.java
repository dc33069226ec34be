package org.shoestring.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server of HTTP as a process of its own, which ends with this one. */
final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Process process;
  private final String endpoint;
  private final Path log;

  private ServerProcess(Process process, String endpoint, Path log) {
    this.process = process;
    this.endpoint = endpoint;
    this.log = log;
  }

  /**
   * Starts a server and waits until it answers, whatever it says.
   *
   * @param environment beside this process's own
   * @param log what it prints
   */
  static ServerProcess start(
      List<String> command, Map<String, String> environment, String endpoint, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    ServerProcess server = new ServerProcess(process, endpoint, log);
    server.await();
    return server;
  }

  /** An endpoint at this machine whose port nobody uses. */
  static String freeEndpoint() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  String endpoint() {
    return endpoint;
  }

  private void await() throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException(endpoint + " does not answer: " + Files.readString(log));
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
        throw new IOException("interrupted", e);
      }
    }
  }

  private boolean answers() {
    try {
      HttpURLConnection request = (HttpURLConnection) URI.create(endpoint).toURL().openConnection();
      request.setConnectTimeout(1000);
      request.setReadTimeout(5000);
      return request.getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Stops it, as a machine that loses its power. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.shoestring.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A server of HTTP as a process of its own, which ends with this one. If it dies before it is
 * closed, as one does that the system kills for want of memory, it is started again at the same
 * endpoint, and stderr says why it died: its clients try again, so a test need not fail for that.
 */
final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** One that dies more often has a fault of its own. */
  private static final int RESTARTS = 3;

  private final ProcessBuilder builder;
  private final String endpoint;
  private final Path log;
  private Process process;
  private int restarts;
  private boolean closed;

  private ServerProcess(ProcessBuilder builder, String endpoint, Path log) throws IOException {
    this.builder = builder;
    this.endpoint = endpoint;
    this.log = log;
    this.process = builder.start();
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
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    ServerProcess server = new ServerProcess(builder, endpoint, log);
    Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
    server.await();
    server.watch();
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
      if (!current().isAlive() || System.nanoTime() > deadline) {
        kill();
        throw new IOException(endpoint + " does not answer: " + said());
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        kill();
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

  private synchronized Process current() {
    return process;
  }

  private synchronized void watch() {
    CompletableFuture<Void> unused = process.onExit().thenAccept(this::restart);
  }

  private synchronized void restart(Process dead) {
    if (closed) {
      return;
    }
    restarts++;
    System.err.println(endpoint + " died with exit code " + dead.exitValue() + ": " + said());
    if (restarts > RESTARTS) {
      return;
    }
    try {
      process = builder.start();
      watch();
    } catch (IOException e) {
      System.err.println(endpoint + " could not be started again: " + e);
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private synchronized void kill() {
    closed = true;
    process.destroyForcibly();
  }

  /** Stops it, as a machine that loses its power. */
  @Override
  public void close() {
    kill();
    try {
      current().waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.shoestring.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * S3Proxy as a process of its own: a server that speaks S3 and checks signatures (SigV4), over a
 * folder, or over another store.
 */
public final class S3Proxy implements AutoCloseable {
  /** The access key that it knows. */
  public static final String ACCESS_KEY = "shoestring-test";

  /** The secret of that key. */
  public static final String SECRET_KEY = "no secret at all";

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Process process;
  private final int port;
  private final Path log;

  private S3Proxy(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts it over a folder, whose folders are its buckets.
   *
   * @param folder of its own: buckets, settings and log go there
   */
  public static S3Proxy over(Path folder, String... buckets) throws IOException {
    for (String bucket : buckets) {
      Files.createDirectories(folder.resolve("buckets").resolve(bucket));
    }
    return start(
        folder,
        Map.of(
            "jclouds.provider",
            "filesystem-nio2",
            "jclouds.filesystem.basedir",
            folder.resolve("buckets").toString()),
        List.of());
  }

  /**
   * Starts it with settings of its own.
   *
   * @param folder for settings and log
   * @param settings beside those of its endpoint and keys
   * @param before words before {@code java}, of a program that becomes it, like {@code env}
   */
  public static S3Proxy start(Path folder, Map<String, String> settings, List<String> before)
      throws IOException {
    int port = freePort();
    Map<String, String> all = new TreeMap<>(settings);
    all.put("s3proxy.endpoint", "http://127.0.0.1:" + port);
    all.put("s3proxy.authorization", "aws-v4");
    all.put("s3proxy.identity", ACCESS_KEY);
    all.put("s3proxy.credential", SECRET_KEY);
    all.put("s3proxy.ignore-unknown-headers", "true");
    List<String> lines = new ArrayList<>();
    all.forEach((key, value) -> lines.add(key + "=" + value));
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve("s3proxy.conf"), lines);
    Path log = folder.resolve("s3proxy.log");
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-DLOG_LEVEL=warn"));
    command.addAll(List.of("-jar", jar().toString(), "--properties", file.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    S3Proxy server = new S3Proxy(process, port, log);
    server.await();
    return server;
  }

  /** Where Maven has put it; tests run in the folder of their module. */
  static Path jar() {
    Path jar = Path.of("..", "test-servers", "target", "s3proxy.jar").toAbsolutePath().normalize();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: mvn process-test-classes fetches it");
    }
    return jar;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void await() throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException("S3Proxy does not start: " + Files.readString(log));
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
      HttpURLConnection request =
          (HttpURLConnection) URI.create(endpoint()).toURL().openConnection();
      request.setConnectTimeout(1000);
      request.setReadTimeout(5000);
      return request.getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it listens. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  public int port() {
    return port;
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

package org.shoestring.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * S3Proxy as a process of its own: a server that speaks S3 and checks signatures (SigV4), over a
 * folder, or over another store.
 */
public final class S3Proxy implements AutoCloseable {
  /** The access key that it knows. */
  public static final String ACCESS_KEY = "shoestring-test";

  /** The secret of that key. */
  public static final String SECRET_KEY = "no secret at all";

  private final ServerProcess process;

  private S3Proxy(ServerProcess process) {
    this.process = process;
  }

  /**
   * Starts it over a folder, whose folders are its buckets.
   *
   * @param folder of its own: buckets, settings and log go there
   */
  public static S3Proxy over(Path folder, String... buckets) throws IOException {
    return start(folder, folders(folder, buckets), List.of());
  }

  /** The same, open to everybody: no signature is looked at. */
  public static S3Proxy openOver(Path folder, String... buckets) throws IOException {
    Map<String, String> settings = new TreeMap<>(folders(folder, buckets));
    settings.put("s3proxy.authorization", "none");
    return start(folder, settings, List.of());
  }

  private static Map<String, String> folders(Path folder, String... buckets) throws IOException {
    for (String bucket : buckets) {
      Files.createDirectories(folder.resolve("buckets").resolve(bucket));
    }
    return Map.of(
        "jclouds.provider",
        "filesystem-nio2",
        "jclouds.filesystem.basedir",
        folder.resolve("buckets").toString());
  }

  /**
   * Starts it with settings of its own.
   *
   * @param folder for settings and log
   * @param settings beside that of its endpoint; signatures are checked unless they say otherwise
   * @param before words before {@code java}, of a program that becomes it, like {@code env}
   */
  public static S3Proxy start(Path folder, Map<String, String> settings, List<String> before)
      throws IOException {
    String endpoint = ServerProcess.freeEndpoint();
    Map<String, String> all = new TreeMap<>();
    all.put("s3proxy.endpoint", endpoint);
    all.put("s3proxy.authorization", "aws-v4");
    all.put("s3proxy.identity", ACCESS_KEY);
    all.put("s3proxy.credential", SECRET_KEY);
    all.put("s3proxy.ignore-unknown-headers", "true");
    all.putAll(settings);
    List<String> lines = new ArrayList<>();
    all.forEach((key, value) -> lines.add(key + "=" + value));
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve("s3proxy.conf"), lines);
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-DLOG_LEVEL=warn"));
    command.addAll(List.of("-jar", jar().toString(), "--properties", file.toString()));
    return new S3Proxy(
        ServerProcess.start(command, Map.of(), endpoint, folder.resolve("s3proxy.log")));
  }

  /** Where Maven has put it; tests run in the folder of their module. */
  static Path jar() {
    Path jar = Path.of("..", "test-servers", "target", "s3proxy.jar").toAbsolutePath().normalize();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: mvn process-test-classes fetches it");
    }
    return jar;
  }

  /** Where it listens. */
  public String endpoint() {
    return process.endpoint();
  }

  public int port() {
    return URI.create(endpoint()).getPort();
  }

  /** Stops it, as a machine that loses its power. */
  @Override
  public void close() {
    process.close();
  }
}

package org.shoestring.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Azurite, which speaks as Azure Blob Storage does, behind the gateway of {@code
 * runners-config/stores/azure}, started as its users start it. It needs Node.js and {@code npm
 * install --prefix test-servers/target/azurite azurite@3.35.0}, or AZURITE_HOME to name such a
 * folder.
 */
public final class Azurite implements AutoCloseable {
  /** The access key that the gateway knows. */
  public static final String ACCESS_KEY = "gateway-test";

  /** The secret of that key: what a file of Java's properties could take for something else. */
  public static final String SECRET_KEY = "no \\secret = at ${ALL} #:!";

  private static final String ACCOUNT = "shoestring";
  private static final byte[] ACCOUNT_KEY =
      "The account's key, for tests only.".getBytes(StandardCharsets.UTF_8);
  private static final String VERSION = "2021-12-02";

  private final ServerProcess azurite;
  private final ServerProcess gateway;

  private Azurite(ServerProcess azurite, ServerProcess gateway) {
    this.azurite = azurite;
    this.gateway = gateway;
  }

  /** What node runs, if it is installed. */
  public static Optional<Path> installed() {
    String home = System.getenv().getOrDefault("AZURITE_HOME", "../test-servers/target/azurite");
    Path program = Path.of(home, "node_modules", "azurite", "dist", "src", "blob", "main.js");
    return Optional.of(program.toAbsolutePath().normalize()).filter(Files::isRegularFile);
  }

  /**
   * Starts both.
   *
   * @param folder of its own: blobs and logs go there
   * @param containers to make, which are the gateway's buckets
   */
  public static Azurite start(Path folder, String... containers) throws IOException {
    Path program = installed().orElseThrow(() -> new IOException("Azurite is not installed"));
    String key = Base64.getEncoder().encodeToString(ACCOUNT_KEY);
    String endpoint = ServerProcess.freeEndpoint();
    ServerProcess azurite =
        ServerProcess.start(
            List.of(
                "node",
                program.toString(),
                "--blobPort",
                Integer.toString(URI.create(endpoint).getPort()),
                "--location",
                folder.toString(),
                "--silent",
                // S3Proxy asks by a later version of the protocol than releases for old Node.js
                // know.
                "--skipApiVersionCheck",
                "--disableTelemetry"),
            Map.of("AZURITE_ACCOUNTS", ACCOUNT + ":" + key),
            endpoint,
            folder.resolve("azurite.log"));
    try {
      for (String container : containers) {
        make(endpoint, container);
      }
      String account = endpoint + "/" + ACCOUNT;
      return new Azurite(azurite, gateway(account, key, folder.resolve("gateway.log")));
    } catch (IOException e) {
      azurite.close();
      throw e;
    }
  }

  private static ServerProcess gateway(String account, String key, Path log) throws IOException {
    String endpoint = ServerProcess.freeEndpoint();
    Path start = Path.of("..", "runners-config", "stores", "azure", "start.sh");
    return ServerProcess.start(
        List.of(start.toAbsolutePath().normalize().toString()),
        Map.of(
            "AZURE_STORAGE_ACCOUNT", ACCOUNT,
            "AZURE_STORAGE_KEY", key,
            "AZURE_STORAGE_ENDPOINT", account,
            "AZURE_GATEWAY_ACCESS_KEY", ACCESS_KEY,
            "AZURE_GATEWAY_SECRET_KEY", SECRET_KEY,
            "AZURE_GATEWAY_LISTEN", endpoint,
            "AZURE_GATEWAY_JAR", S3Proxy.jar().toString()),
        endpoint,
        log);
  }

  /** Makes a container, with a request signed by the account's key. */
  private static void make(String endpoint, String container) throws IOException {
    String path = "/" + ACCOUNT + "/" + container;
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    String signed =
        "PUT"
            + "\n".repeat(12)
            + "x-ms-date:"
            + date
            + "\nx-ms-version:"
            + VERSION
            + "\n/"
            + ACCOUNT
            + path
            + "\nrestype:container";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + path + "?restype=container"))
            .PUT(BodyPublishers.noBody())
            .header("x-ms-date", date)
            .header("x-ms-version", VERSION)
            .header("Authorization", "SharedKey " + ACCOUNT + ":" + signature(signed))
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IOException(container + " was not made: " + answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(ACCOUNT_KEY, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  /** Where the gateway listens. */
  public String endpoint() {
    return gateway.endpoint();
  }

  /** Stops both, as machines that lose their power. */
  @Override
  public void close() {
    gateway.close();
    azurite.close();
  }
}

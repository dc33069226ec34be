package org.shoestring.pipeline.flink.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shoestring.files.FileModes;
import org.shoestring.files.SettingsFile;
import org.shoestring.spec.UsageException;

/**
 * A folder of certificates of a cluster. As Flink recommends, all of its processes share one
 * self-signed pair: who holds it belongs to the cluster. There is no authority whose other
 * certificates would be believed as well.
 */
public final class ClusterCertificates {
  /** Those of the processes among each other, and of clients. */
  private static final String INTERNAL = "internal";

  private static final String REST = "rest";

  /** It is this one certificate that is believed, wherever it is. */
  private static final Map<String, String> ONE_CERTIFICATE =
      Map.of("security.ssl.verify-hostname", "false");

  /** As in the files of the processes: Flink 1.19 has one that current versions of Java refuse. */
  private static final String CIPHERS =
      "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";

  private static final String PASSWORD = "password";
  private static final String STORE_TYPE = "PKCS12";
  private static final String VALIDITY_DAYS = "3650";
  private static final int PASSWORD_BYTES = 32;

  private ClusterCertificates() {}

  /**
   * Makes a folder of them.
   *
   * @param rest whether also clients need one
   * @throws UsageException if the folder has files
   */
  public static void create(Path folder, boolean rest) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    FileModes.makePrivate(folder);
    if (Files.exists(folder.resolve(PASSWORD))) {
      throw new UsageException(
          folder
              + " has certificates; copy these to all machines, or give a new folder to make others");
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    Path password = Files.createFile(folder.resolve(PASSWORD));
    FileModes.makePrivate(password);
    Files.writeString(password, HexFormat.of().formatHex(random));
    for (String kind : rest ? List.of(INTERNAL, REST) : List.of(INTERNAL)) {
      generate(store(folder, kind), password);
      FileModes.makePrivate(store(folder, kind));
    }
  }

  private static void generate(Path store, Path password) throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "shoestring",
                    "-dname",
                    "CN=shoestring",
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "3072",
                    "-validity",
                    VALIDITY_DAYS,
                    "-storetype",
                    STORE_TYPE,
                    "-keystore",
                    store.toString(),
                    "-storepass:file",
                    password.toString()))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool cannot make " + store + ": " + said);
    }
  }

  private static Path store(Path folder, String kind) {
    return folder.resolve(kind + ".p12");
  }

  /**
   * Flink's settings, for a process that has this folder.
   *
   * @throws UsageException if it is no such folder
   */
  public static Map<String, String> ofProcess(Path folder) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>(ofKind(folder, INTERNAL));
    if (Files.exists(store(folder, REST))) {
      settings.putAll(ofKind(folder, REST));
      settings.put("security.ssl.rest.authentication-enabled", "true");
      settings.putAll(ONE_CERTIFICATE);
    }
    return settings;
  }

  /**
   * Flink's settings, for a client that has this folder.
   *
   * @throws UsageException if it is no such folder, or has no certificate for clients
   */
  public static Map<String, String> ofClient(Path folder) throws IOException {
    if (Files.exists(store(folder, INTERNAL)) && !Files.exists(store(folder, REST))) {
      throw new UsageException(
          "--certificates "
              + folder
              + ": these are for the processes of a cluster only, whose job manager wants none from"
              + " clients. Remove the option; or make others with 'shoestring flink certificates DIR"
              + " --rest', and restart the cluster with them");
    }
    Map<String, String> settings = new LinkedHashMap<>(ofKind(folder, REST));
    settings.put("security.ssl.rest.authentication-enabled", "true");
    settings.putAll(ONE_CERTIFICATE);
    settings.put("security.ssl.algorithms", CIPHERS);
    return settings;
  }

  private static Map<String, String> ofKind(Path folder, String kind) throws IOException {
    Path file = folder.resolve(PASSWORD);
    if (!Files.isReadable(file) || !Files.isReadable(store(folder, kind))) {
      throw new UsageException(
          "--certificates "
              + folder
              + ": no certificates can be read there; 'shoestring flink certificates DIR' makes"
              + " them, and each machine needs a copy of DIR that its process may read");
    }
    String password = SettingsFile.text(file).strip();
    String store = store(folder, kind).toAbsolutePath().toString();
    check(folder, store, password);
    String start = "security.ssl." + kind + ".";
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(start + "enabled", "true");
    for (String role : List.of("keystore", "truststore")) {
      settings.put(start + role, store);
      settings.put(start + role + "-password", password);
      settings.put(start + role + "-type", STORE_TYPE);
    }
    settings.put(start + "key-password", password);
    return settings;
  }

  /** Fails for a copy that is not whole, of which Flink would tell in a trace. */
  private static void check(Path folder, String store, String password) {
    try (InputStream in = Files.newInputStream(Path.of(store))) {
      KeyStore.getInstance(STORE_TYPE).load(in, password.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new UsageException(
          "--certificates "
              + folder
              + ": "
              + store
              + " cannot be opened with the password there ("
              + e.getMessage()
              + "); copy the whole folder again",
          e);
    }
  }
}

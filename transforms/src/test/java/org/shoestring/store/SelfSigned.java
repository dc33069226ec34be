package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A certificate for {@code localhost} that nobody trusts but who is told to.
 *
 * @param keys its key, and the certificate as one that is trusted
 */
public record SelfSigned(KeyStore keys) {
  private static final String PASSWORD = "password";

  /** Makes one, with a file in a folder. */
  public static SelfSigned in(Path folder) throws Exception {
    return new SelfSigned(selfSigned(folder.resolve("keys")));
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

  /** A server's socket that shows it, at any port. */
  public SSLServerSocket listen() throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
  }
}

package org.shoestring.store.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.doctor.Finding.Level;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.RemoteStore;

/** Examinations of a running S3Proxy, and of what is none. */
class DoctorOnServersTest {
  private static final String OTHER_SECRET = "another secret that nobody is told";

  @TempDir private static Path folder = Path.of("");
  private static S3Proxy server;

  private final List<Finding> findings = new ArrayList<>();
  private final Path spools;

  DoctorOnServersTest(@TempDir Path spools) {
    this.spools = spools;
  }

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Proxy.over(folder, "bucket");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private boolean examine(String endpoint, String bucket, String key, String secret)
      throws IOException {
    String text =
        """
        type: s3
        endpoint: %s
        region: us-east-1
        credentials: env TEST_KEY TEST_SECRET
        """
            .formatted(endpoint);
    StoreFile file = TestStores.file("test", text, Map.of("TEST_KEY", key, "TEST_SECRET", secret));
    RemoteStore store = TestStores.open(file, bucket, "folder/", spools, new Traffic());
    boolean usable = new Doctor(Stores.withoutOptions(), findings::add).examine(file, store);
    assertThat(findings.toString()).doesNotContain(secret);
    return usable;
  }

  private static List<String> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  @Test
  void examine_goodStore_isOkAndLeavesNothing() throws IOException {
    assertThat(examine(server.endpoint(), "bucket", S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY))
        .isTrue();

    assertThat(findings).allMatch(finding -> finding.level() == Level.OK).hasSize(15);
    assertThat(filesBelow(folder.resolve("buckets"))).isEmpty();
  }

  @Test
  void examine_wrongSecret_saysWhereItComesFrom() throws IOException {
    assertThat(examine(server.endpoint(), "bucket", S3Proxy.ACCESS_KEY, OTHER_SECRET)).isFalse();

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).what()).isEqualTo("bucket");
    assertThat(findings.get(0).said())
        .contains("403 SignatureDoesNotMatch")
        .endsWith(
            "; the secret key does not belong to the access key; correct it (credentials come from"
                + " the environment variables TEST_KEY and TEST_SECRET)");
  }

  @Test
  void examine_wrongKey_saysWhereItComesFrom() throws IOException {
    assertThat(examine(server.endpoint(), "bucket", "nobody", OTHER_SECRET)).isFalse();

    assertThat(findings.get(0).said())
        .contains("403 InvalidAccessKeyId")
        .endsWith(
            "; the store does not know this access key; correct it (credentials come from the"
                + " environment variables TEST_KEY and TEST_SECRET)");
  }

  @Test
  void examine_noBucket_saysToCreateIt() throws IOException {
    assertThat(examine(server.endpoint(), "none", S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY))
        .isFalse();

    assertThat(findings)
        .containsExactly(
            Finding.fail(
                "bucket",
                "test://none: no such bucket; create it, or correct its name, or the endpoint in"
                    + " test.conf"));
  }

  @Test
  void examine_nobodyThere_namesTheEndpoint() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port;
    assertThat(examine(endpoint, "bucket", S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY)).isFalse();

    assertThat(findings)
        .containsExactly(
            Finding.fail(
                "bucket",
                endpoint
                    + "/bucket, signed for us-east-1: no server answers at "
                    + endpoint
                    + " (Connection refused); start the server, open the network or firewall"
                    + " to it, or correct 'endpoint: "
                    + endpoint
                    + "' (test.conf:2)"));
  }
}

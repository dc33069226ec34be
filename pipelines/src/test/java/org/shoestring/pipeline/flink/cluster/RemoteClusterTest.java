package org.shoestring.pipeline.flink.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.process.BuildIdentity;
import org.shoestring.spec.UsageException;

/** What answers at the address of a cluster, and is none that can run jobs of this program. */
class RemoteClusterTest {
  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final AtomicInteger looks = new AtomicInteger();

  RemoteClusterTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String answer = answers.get(path.substring(path.lastIndexOf('/') + 1));
          if (path.endsWith("/overview") && looks.incrementAndGet() > 1) {
            answer = answers.getOrDefault("later", String.valueOf(answer));
          }
          byte[] bytes = (answer == null ? "not found" : answer).getBytes(UTF_8);
          exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static ClusterAddress local(int port) {
    return ClusterAddress.parse("--flinkMaster", "HOST:PORT", "127.0.0.1:" + port, 1);
  }

  private int slots(Duration patience) throws InterruptedException {
    try (RemoteCluster cluster = RemoteCluster.at(local(server.getAddress().getPort()), Map.of())) {
      return cluster.checkedSlots(patience);
    }
  }

  private void assertRefused(String message) {
    String address = "--flinkMaster=127.0.0.1:" + server.getAddress().getPort() + ": ";
    assertThatThrownBy(() -> slots(Duration.ofSeconds(1)))
        .isInstanceOf(UsageException.class)
        .hasMessageMatching("(?s)" + Pattern.quote(address) + message);
  }

  private static String overview(String version, int slots) {
    return """
        {"taskmanagers": 1, "slots-total": SLOTS, "slots-available": 0, "jobs-running": 0,
         "jobs-finished": 0, "jobs-cancelled": 0, "jobs-failed": 0, "flink-version": "VERSION",
         "flink-commit": "1"}
        """
        .replace("SLOTS", Integer.toString(slots))
        .replace("VERSION", version);
  }

  private static String config(String build) {
    return "[{\"key\": \"" + BuildIdentity.SETTING + "\", \"value\": \"" + build + "\"}]";
  }

  @Test
  void slots_anotherKindOfServer_isNoFlinkCluster() {
    answers.put("overview", "<html>\nIt works!\n</html>");

    assertRefused("no Flink cluster answers there \\(.*\\)\\. Start one with .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]"})
  void slots_anotherServerThatSpeaksJson_isNoFlinkCluster(String answer) {
    answers.put("overview", answer);

    assertRefused("no Flink cluster answers there \\(.*\\)\\. Start one with .*");
  }

  @Test
  void slots_serverWithoutThatPage_isNoFlinkCluster() {
    assertRefused("no Flink cluster answers there \\(.*\\)\\. Start one with .*");
  }

  @Test
  void slots_serverThatHangsUp_isNoFlinkCluster() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    closed.accept().close();
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      thread.start();

      assertThatThrownBy(
              () -> {
                try (RemoteCluster cluster =
                    RemoteCluster.at(local(closed.getLocalPort()), Map.of())) {
                  int unused = cluster.checkedSlots();
                }
              })
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("no Flink cluster answers there (");
    }
  }

  @Test
  void slots_clusterOfAnotherVersion_isRefusedWithBoth() {
    answers.put("overview", overview("1.18.1", 2));

    assertRefused(
        "the cluster there is Flink 1\\.18\\.1, but this program needs Flink 1\\.19\\..*jar");
  }

  @Test
  void slots_clusterOfAnotherBuild_isRefusedWithBoth() {
    answers.put("overview", overview(EnvironmentInformation.getVersion(), 2));
    answers.put("config", config("another"));

    assertRefused(
        "the cluster there is of build another, but this program is of build "
            + Pattern.quote(BuildIdentity.here())
            + "\\. Restart .*");
  }

  @Test
  void slots_clusterOfPlainFlink_isRefused() {
    answers.put("overview", overview(EnvironmentInformation.getVersion(), 2));
    answers.put("config", "[]");

    assertRefused("the cluster there was not started by Shoestring, .*");
  }

  @Test
  void slots_clusterWithoutWorkers_isRefusedAfterAWhile() {
    answers.put("overview", overview(EnvironmentInformation.getVersion(), 0));
    answers.put("config", config(BuildIdentity.here()));

    assertRefused("the cluster there has no worker\\. Start one with .*");
  }

  @Test
  void slots_firstWorkerComesLater_isWaitedFor() throws InterruptedException {
    answers.put("overview", overview(EnvironmentInformation.getVersion(), 0));
    answers.put("later", overview(EnvironmentInformation.getVersion(), 2));
    answers.put("config", config(BuildIdentity.here()));

    assertThat(slots(Duration.ofMinutes(2))).isEqualTo(2);
    assertThat(looks).hasValueGreaterThan(1);
  }
}

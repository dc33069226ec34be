package org.shoestring.pipeline.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraphBuilder;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.process.BuildIdentity;
import org.shoestring.pipeline.process.ClusterException;
import org.shoestring.spec.UsageException;

/** What answers at the address of a cluster, and is none that can run jobs of this program. */
class RemoteClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration HASTE = Duration.ofSeconds(1);

  private final FakeJobManager server;

  RemoteClusterTest() throws IOException {
    server = new FakeJobManager();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RemoteCluster cluster(Duration patience) {
    return RemoteCluster.at(server.address(), Map.of(), patience);
  }

  private int slots(Duration forWorkers) throws InterruptedException {
    try (RemoteCluster cluster = cluster(PATIENCE)) {
      return cluster.checkedSlots(forWorkers);
    }
  }

  private void assertRefused(String message) {
    String address = "--flinkMaster=" + server.address() + ": ";
    assertThatThrownBy(() -> slots(Duration.ofSeconds(1)))
        .isInstanceOf(UsageException.class)
        .hasMessageMatching("(?s)" + Pattern.quote(address) + message);
  }

  @Test
  void slots_anotherKindOfServer_isNoFlinkCluster() {
    server.answer("overview", "<html>\nIt works!\n</html>");

    assertRefused("no Flink cluster answers there \\(.*\\)\\. Start one with .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]"})
  void slots_anotherServerThatSpeaksJson_isNoFlinkCluster(String answer) {
    server.answer("overview", answer);

    assertRefused("no Flink cluster answers there \\(.*\\)\\. Start one with .*");
  }

  @Test
  void slots_serverWithoutThatPage_isNoFlinkCluster() {
    assertRefused("no Flink cluster answers there \\(.*\\)\\. Start one with .*");
  }

  private static void assertNoCluster(ServerSocket server, Duration patience, String message) {
    ClusterAddress address = new ClusterAddress("127.0.0.1", server.getLocalPort());
    assertThatThrownBy(
            () -> {
              try (RemoteCluster cluster = RemoteCluster.at(address, Map.of(), patience)) {
                int unused = cluster.checkedSlots();
              }
            })
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
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

      assertNoCluster(closed, PATIENCE, "no Flink cluster answers there (");
    }
  }

  /** Connections are made before a server takes them, which this one never does. */
  @Test
  void slots_serverThatSaysNothing_isNoFlinkClusterAfterAWhile() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      assertNoCluster(silent, HASTE, "no Flink cluster answers there (silent for 1 s)");
    }
  }

  @Test
  void slots_clusterOfAnotherVersion_isRefusedWithBoth() {
    server.answer("overview", FakeJobManager.overview("1.18.1", 2));

    assertRefused(
        "the cluster there is Flink 1\\.18\\.1, but this program needs Flink 1\\.19\\..*jar");
  }

  @Test
  void slots_clusterOfAnotherBuild_isRefusedWithBoth() {
    server.ofThisBuild(2).answer("config", FakeJobManager.config("another"));

    assertRefused(
        "the cluster there is of build another, but this program is of build "
            + Pattern.quote(BuildIdentity.here())
            + "\\. Restart .*");
  }

  @Test
  void slots_clusterOfPlainFlink_isRefused() {
    server.ofThisBuild(2).answer("config", "[]");

    assertRefused("the cluster there was not started by Shoestring, .*");
  }

  @Test
  void slots_clusterWithoutWorkers_isRefusedAfterAWhile() {
    server.ofThisBuild(0);

    assertRefused("the cluster there has no worker\\. Start one with .*");
  }

  @Test
  void slots_firstWorkerComesLater_isWaitedFor() throws InterruptedException {
    String version = EnvironmentInformation.getVersion();
    server
        .ofThisBuild(0)
        .answer(
            "overview", FakeJobManager.overview(version, 0), FakeJobManager.overview(version, 2));

    assertThat(slots(Duration.ofMinutes(2))).isEqualTo(2);
  }

  @Test
  void status_clusterThatHasFallenSilent_isToldAfterAWhile() throws InterruptedException {
    JobID job = new JobID();
    server.silentAt(job.toString());

    try (RemoteCluster cluster = cluster(HASTE)) {
      assertThatThrownBy(() -> cluster.status(job))
          .isInstanceOf(ClusterException.class)
          .hasMessage(
              "the Flink cluster at " + server.address() + " does not answer (silent for 1 s)");
    }
  }

  @Test
  void submit_clusterThatHasFallenSilent_isToldAfterAWhile() {
    server.silentAt("jobs");

    try (RemoteCluster cluster = cluster(Duration.ofMillis(250))) {
      assertThatThrownBy(
              () ->
                  cluster
                      .submit(
                          JobGraphBuilder.newBatchJobGraphBuilder().build(),
                          getClass().getClassLoader())
                      .get(60, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining(" did not accept the job (silent for 1 s). Look at the log");
    }
  }
}

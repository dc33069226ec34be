package org.shoestring.pipeline.flink.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shoestring.pipeline.flink.cluster.FakeJobManager;
import org.shoestring.pipeline.flink.cluster.RemoteCluster;
import org.shoestring.pipeline.flink.security.PortGuard;
import org.shoestring.pipeline.process.BuildIdentity;
import org.shoestring.pipeline.process.ClusterException;
import org.shoestring.store.Stores;
import org.shoestring.store.doctor.Finding;

/** What is told of clusters whose job manager is a fake. */
class ClusterDoctorTest {
  private final FakeJobManager server;
  private final List<Finding> findings = new ArrayList<>();

  ClusterDoctorTest() throws IOException {
    this.server = new FakeJobManager().ofThisBuild(1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A worker whose slot has another job. */
  private static String busyAt(String address) {
    return """
        {"taskmanagers": [{"id": "vm-2-1f3a09b2_build", "dataPort": 6121, "jmxPort": -1,
          "path": "pekko.tcp://flink@ADDRESS:6122/user/rpc/taskmanager_0",
          "timeSinceLastHeartbeat": 1, "slotsNumber": 1, "freeSlots": 0, "blocked": false,
          "totalResource": RESOURCE, "freeResource": RESOURCE, "memoryConfiguration": {},
          "hardware": {"cpuCores": 1, "physicalMemory": 1, "freeMemory": 1, "managedMemory": 1}}]}
        """
        .replace("ADDRESS", address)
        .replace(
            "RESOURCE",
            "{\"cpuCores\": 1, \"taskHeapMemory\": 1, \"taskOffHeapMemory\": 1, \"managedMemory\": 1,"
                + " \"networkMemory\": 1, \"extendedResources\": {}}");
  }

  /** What is found if all ports do this to strangers. */
  private boolean isWell(PortGuard guard) throws InterruptedException {
    return new ClusterDoctor(findings::add, address -> guard)
        .examine(server.options(), Stores.withoutOptions(), null);
  }

  @Test
  void examine_busyWorker_isNotTriedAndThatIsTold() throws InterruptedException {
    server.answer("taskmanagers", busyAt("127.0.0.1"));

    assertThat(isWell(PortGuard.OPEN)).isTrue();

    assertThat(findings)
        .contains(
            Finding.warn(
                "worker",
                "vm-2-1f3a09b2: busy, so it was not tried; run this again when jobs have ended"));
    assertThat(server.requests()).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  void examine_publicPortThatAnswersEverybody_isAFailure() throws InterruptedException {
    server
        .answer("taskmanagers", busyAt("8.8.8.8"))
        .answer(
            "config",
            FakeJobManager.config(BuildIdentity.here())
                .replace(
                    "]",
                    ", {\"key\": \"jobmanager.bind-host\", \"value\": \"9.9.9.9\"},"
                        + " {\"key\": \"jobmanager.rpc.port\", \"value\": \"6123\"}]"));

    assertThat(isWell(PortGuard.OPEN)).isFalse();

    assertThat(findings.stream().filter(Finding::failed).map(Finding::said))
        .satisfiesExactly(
            said ->
                assertThat(said)
                    .startsWith("job manager on 9.9.9.9: port 6123 answers everybody in"),
            said ->
                assertThat(said)
                    .startsWith(
                        "worker vm-2-1f3a09b2 on 8.8.8.8: ports 6120, 6121, 6122 answer"
                            + " everybody"));
  }

  @Test
  void trial_workersThatNeverReport_endsAndIsCancelled() throws InterruptedException {
    server
        .answer("jobs", "{\"jobUrl\": \"/jobs/1\"}")
        .answer("execution-result", "{\"status\": {\"id\": \"IN_PROGRESS\"}}");

    try (RemoteCluster cluster = RemoteCluster.of(server.options())) {
      assertThatThrownBy(
              () ->
                  WorkerTrial.run(
                      cluster,
                      1,
                      new WorkerChecks(Stores.withoutOptions(), null),
                      Duration.ofSeconds(1)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("its workers have not tried everything within 1 s");
    }
    assertThat(server.requests()).anyMatch(request -> request.startsWith("PATCH "));
  }
}

package org.shoestring.pipeline.flink.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.shoestring.pipeline.flink.security.PortGuard;
import org.shoestring.store.doctor.Finding;

class PublishedPortsTest {
  private static List<Finding> findings(String address, PortGuard guard, int... more) {
    return new PublishedPorts("job manager", Set.of(address), Set.of(6123, 6124))
        .findings(
            asked -> asked.getPort() == 6123 || more.length == 0 ? guard : PortGuard.CERTIFIED);
  }

  @Test
  void findings_publicAddressThatAnswersEverybody_areAFailure() {
    for (PortGuard guard : List.of(PortGuard.OPEN, PortGuard.ENCRYPTED)) {
      List<Finding> found = findings("8.8.8.8", guard, 6124);

      assertThat(found)
          .extracting(Finding::level)
          .containsExactly(Finding.Level.FAIL, Finding.Level.OK);
      assertThat(found.get(0).said())
          .startsWith("job manager on 8.8.8.8: port 6123 answers everybody in the internet");
      assertThat(found.get(1).said()).endsWith("answers nobody without a certificate: port 6124");
    }
  }

  @Test
  void findings_privateAddress_areTold() {
    assertThat(findings("10.0.0.1", PortGuard.OPEN))
        .containsExactly(
            Finding.ok(
                "ports",
                "job manager on 10.0.0.1: private, but whoever is in that network can run code by way"
                    + " of ports 6123, 6124"));
  }

  @Test
  void findings_unreachable_areFine() {
    assertThat(findings("8.8.8.8", PortGuard.UNREACHABLE))
        .containsExactly(
            Finding.ok(
                "ports", "job manager on 8.8.8.8: not reachable from here: ports 6123, 6124"));
  }

  @Test
  void findings_loopback_areNotLookedAt() {
    List<Finding> found =
        new PublishedPorts("job manager", Set.of("127.0.0.1"), Set.of(6123))
            .findings(
                asked -> {
                  throw new AssertionError("it is this machine's own");
                });

    assertThat(found)
        .containsExactly(
            Finding.ok(
                "ports", "job manager on 127.0.0.1: only its own machine reaches port 6123"));
  }

  @Test
  void ofJobManager_boundAndAnnounced_areBothLookedAt() {
    PublishedPorts ports =
        PublishedPorts.ofJobManager(
            Map.of(
                "jobmanager.bind-host", "10.0.0.1",
                "jobmanager.rpc.address", "8.8.8.8",
                "jobmanager.rpc.port", "6123",
                "blob.server.port", "6124",
                "metrics.internal.query-service.port", "6125"));

    assertThat(ports)
        .isEqualTo(
            new PublishedPorts(
                "job manager", Set.of("10.0.0.1", "8.8.8.8"), Set.of(6123, 6124, 6125)));
  }
}

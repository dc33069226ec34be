package org.shoestring.pipeline.flink.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.store.doctor.Finding;

class WorkerReportTest {
  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant AFTER = BEFORE.plusSeconds(30);

  @Test
  void parse_text_isTheReport() {
    WorkerReport report =
        new WorkerReport(
            "vm-1", 7, List.of(Finding.ok("disk", "1 GB"), Finding.fail("put", "no\tway\n out")));

    assertThat(WorkerReport.parse(report.text()))
        .isEqualTo(
            new WorkerReport(
                "vm-1", 7, List.of(Finding.ok("disk", "1 GB"), Finding.fail("put", "no way out"))));
  }

  @Test
  void parse_nothingFound_isTheReport() {
    WorkerReport report = new WorkerReport("vm-1", 7, List.of());

    assertThat(WorkerReport.parse(report.text())).isEqualTo(report);
  }

  @Test
  void clock_withinTheTrial_agrees() {
    assertThat(ClusterDoctor.clock(BEFORE.plusSeconds(3), BEFORE, AFTER))
        .isEqualTo(Finding.ok("clock", "agrees with this machine's"));
  }

  @Test
  void clock_off_isTold() {
    assertThat(ClusterDoctor.clock(BEFORE.minusSeconds(120), BEFORE, AFTER))
        .isEqualTo(
            Finding.warn(
                "clock", "at least 120 s behind this machine's; set it, for example with NTP"));
    assertThat(ClusterDoctor.clock(AFTER.plusSeconds(3600), BEFORE, AFTER))
        .isEqualTo(
            Finding.fail(
                "clock", "at least 3600 s ahead of this machine's; set it, for example with NTP"));
  }
}

package org.shoestring.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a claim tells of who has it: somebody at work, or somebody who is likely dead. */
class HeartbeatTest extends LeaseFixture {
  HeartbeatTest(@TempDir Path folder) {
    super(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|at work: box (process 7), last sign of life 0 s ago",
        "40|at work: box (process 7), last sign of life 40 s ago",
        "41|box (process 7) has been silent for 41 s, its claim ends in 19 s",
        "60|box (process 7) has been silent for 60 s, its claim has ended: the next run takes over",
        "300|box (process 7) has been silent for 5 min, its claim has ended: the next run takes over"
      })
  void text_silence_tellsTheLivingFromTheDead(long silence, String expected) {
    LeaseHolder holder = new LeaseHolder("id", "box", "elsewhere", 7, "");
    Heartbeat heartbeat =
        new Heartbeat(holder, Duration.ofSeconds(silence), Duration.ofSeconds(60));
    assertThat(heartbeat.text()).isEqualTo(expected);
  }

  @Test
  void heartbeats_claimOfAnotherMachine_isAsOldAsItsLastRenewal() throws IOException {
    LeaseHolder other = new LeaseHolder("id", "box", "elsewhere", 7, "");
    LeaseClaim claim = new LeaseClaim(other, Duration.ofSeconds(30), 4, List.of());
    assertThat(store.create(LeaseClaim.object(OUTPUT, 0), claim.content())).isTrue();
    Instant renewed = store.stat(LeaseClaim.object(OUTPUT, 0)).orElseThrow().modified();

    assertThat(Heartbeat.all(store, renewed.plusSeconds(90)))
        .containsOnlyKeys(OUTPUT)
        .containsValue(new Heartbeat(other, Duration.ofSeconds(90), Duration.ofSeconds(30)));
  }
}

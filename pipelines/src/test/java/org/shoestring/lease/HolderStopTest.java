package org.shoestring.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;

/** Processes that are asked to stop by another one, whose pauses are steps of the test. */
@Timeout(60)
class HolderStopTest extends LeaseFixture {
  private static final LeaseHolder OTHER =
      new LeaseHolder("11111111-2222", "other-host", "other machine", 7, "1");

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  /** What happens while somebody waits. */
  private Step step = () -> {};

  private interface Step {
    void run() throws IOException;
  }

  HolderStopTest(@TempDir Path folder) {
    super(folder);
  }

  private LeaseManager waiting() {
    LeaseClock clock =
        new LeaseClock() {
          @Override
          public Moment now() {
            return new Moment(TimeUnit.SECONDS.toNanos(seconds), Instant.EPOCH);
          }

          @Override
          public void sleep(Duration pause) {
            seconds += 10;
            try {
              step.run();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    return new LeaseManager(store, MINUTE, remarks::add, clock, LeaseHolder.self());
  }

  private HolderStop.End ask() throws Exception {
    try (LeaseManager process = waiting()) {
      return new HolderStop(process, remarks::add).ask("model", process.watch(OUTPUT));
    }
  }

  @Test
  void ask_nobodyAtWork_isSaidAtOnce() throws Exception {
    assertThat(ask()).isEqualTo(HolderStop.End.NOBODY);
    assertThat(store.list("leases/")).isEmpty();
  }

  @Test
  void ask_holderRenews_isToldOnceWhoAsks() throws Exception {
    leases.onStopRequest(asked::add);
    HeldLease held = tryTake(watch()).orElseThrow();
    step =
        () -> {
          leases.renew();
          leases.renew();
          assertThat(take()).isEqualTo(LeaseHolder.self() + " asked for a stop");
          held.close();
        };

    assertThat(ask()).isEqualTo(HolderStop.End.STOPPED);
    assertThat(asked).isEmpty();
    assertThat(store.list("leases/")).isEmpty();
    assertThat(remarks)
        .containsExactly(
            "model: asked "
                + LeaseHolder.self()
                + " to save and stop; waiting for it (it looks every 20 s)");
  }

  private String take() {
    try {
      return asked.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ask_holderIsSilent_endsWithItsClaim() throws Exception {
    claim(0, OTHER, 60);

    assertThat(ask()).isEqualTo(HolderStop.End.SILENT);
    assertThat(seconds).isEqualTo(60);
    assertThat(claims()).containsExactly("leases/" + OUTPUT + "/000000");
  }

  @Test
  void ask_anotherFollows_isNotWaitedFor() throws Exception {
    claim(0, OTHER, 60);
    step =
        () -> {
          store.delete("leases/" + OUTPUT + "/000000");
          claim(0, elsewhere(), 60);
        };

    assertThat(ask()).isEqualTo(HolderStop.End.STOPPED);
  }

  @Test
  void renew_requestForAnotherHolder_isNotHeeded() throws Exception {
    leases.onStopRequest(asked::add);
    StopRequest.write(store, OUTPUT, OTHER, elsewhere());
    try (HeldLease held = tryTake(watch()).orElseThrow()) {
      leases.renew();
      assertThat(held.isOurs()).isTrue();
    }

    assertThat(asked).isEmpty();
    assertThat(store.list("leases/")).isEmpty(); // With the claim, requests go, too.
  }

  @Test
  void renew_requestThatCannotBeRead_isHeeded() throws Exception {
    leases.onStopRequest(asked::add);
    try (HeldLease held = tryTake(watch()).orElseThrow()) {
      store.replace(
          StopRequest.object(OUTPUT, LeaseHolder.self()), "x".getBytes(StandardCharsets.UTF_8));
      leases.renew();
      assertThat(asked.take()).isEqualTo("somebody asked for a stop");
      assertThat(held.isOurs()).isTrue();
    }
  }

  @Test
  void ask_claimNamesNoProcess_isBadData() throws Exception {
    claim(0, new LeaseHolder("../x", "host", "machine", 7, "1"), 60);

    assertThatThrownBy(() -> ask())
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("'../x' is not the id of a process");
  }
}

package org.shoestring.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.object.StoredObject;

/** Whose claims count, and for how long. */
class LeaseWatchTest extends LeaseFixture {
  LeaseWatchTest(@TempDir Path folder) {
    super(folder);
  }

  /** Some servers list what they are only now writing, under a name of their own. */
  @Test
  void isHeld_objectsOfOtherNames_areNoClaims() throws Exception {
    String other = "leases/" + OUTPUT + "/000000-ab8da989-d96a-4807-b24c-722ec7eaac28";
    store.create(other, new byte[0]);
    LeaseWatch watch = watch();
    assertThat(watch.isHeld()).isFalse();
    tryTake(watch).orElseThrow().close();
    assertThat(claims()).containsExactly(other);
    claim(3, elsewhere(), 60);
    assertThat(watch.isHeld()).isTrue();
  }

  @Test
  void isHeld_alteredClaim_isBadDataWithItsLine() throws Exception {
    String object = "leases/" + OUTPUT + "/000000";
    store.create(object, new LeaseClaim(elsewhere(), MINUTE, 0, List.of("import-1")).content());
    for (String altered :
        List.of(
            "seconds\t-1",
            "seconds\tmany",
            "seconds\t٦٠",
            "seconds\t99999999",
            "seconds\t9223372036854775807",
            "seconds\t60\t60",
            "minutes\t1")) {
      String text = new String(new LeaseClaim(elsewhere(), MINUTE, 0, List.of()).content(), UTF_8);
      store.replace(object, text.replace("seconds\t60", altered).getBytes(UTF_8));

      assertThatThrownBy(() -> watch().isHeld())
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(store.location() + "/" + object + ":3: ")
          .hasMessageEndingWith(
              "; the claim was altered: delete it, unless a process is at work on that output");
    }
  }

  @Test
  void isHeld_emptyClaim_countsForTheUsualTime() throws Exception {
    store.create("leases/" + OUTPUT + "/000000", new byte[0]);
    LeaseWatch watch = watch();
    assertThat(watch.isHeld()).isTrue();
    assertThat(watch.holder()).isEmpty();
    seconds = 61;
    assertThat(watch.isHeld()).isFalse();
  }

  @Test
  void isHeld_aslongAsItIsRenewed_byThisClockAlone() throws Exception {
    try (HeldLease lease = tryTake(watch()).orElseThrow()) {
      LeaseWatch other = watch();
      for (int i = 0; i < 5; i++) {
        seconds += 59;
        Thread.sleep(20); // File systems tell apart what was written some ticks apart.
        leases.renew();
        assertThat(other.isHeld()).isTrue();
      }
      seconds += 59;
      assertThat(other.isHeld()).isTrue();
      seconds += 1;
      assertThat(other.isHeld()).isFalse();
    }
  }

  /** A clock that somebody sets must not make the claim of another machine look dead. */
  @ParameterizedTest
  @ValueSource(longs = {86400, -86400})
  void isHeld_wallClockJumped_isTrue(long jump) throws IOException {
    claim(0, elsewhere(), 60);
    LeaseWatch watch = watch();
    assertThat(watch.isHeld()).isTrue();
    seconds += 59;
    wallSeconds = jump;
    assertThat(watch.isHeld()).isTrue();
    seconds += 1;
    assertThat(watch.isHeld()).isFalse();
  }

  @Test
  void isHeld_claimOfAnotherDuration_lastsThatLong() throws IOException {
    claim(0, elsewhere(), 200);
    LeaseWatch watch = watch();
    assertThat(watch.isHeld()).isTrue();
    seconds += 199;
    assertThat(watch.isHeld()).isTrue();
    seconds += 1;
    assertThat(watch.isHeld()).isFalse();
  }

  /** It may have been renewed while the answer was on its way. */
  @Test
  void isHeld_slowAnswer_saysNothingOfTheTimeAfterTheRequest() throws IOException {
    claim(0, elsewhere(), 60);
    AtomicInteger takes = new AtomicInteger();
    ForwardingStore slow =
        new ForwardingStore(store) {
          @Override
          public List<StoredObject> list(String prefix) throws IOException {
            List<StoredObject> answer = super.list(prefix);
            seconds += takes.get();
            return answer;
          }
        };
    try (LeaseManager process = leases(slow)) {
      LeaseWatch watch = process.watch(OUTPUT);
      assertThat(watch.isHeld()).isTrue();
      takes.set(40);
      seconds = 30;
      assertThat(watch.isHeld()).isTrue();
      assertThat(watch.isHeld()).isFalse();
    }
  }

  /** The first number comes again once all claims were given up. */
  @Test
  void isHeld_claimOfTheSameNumberBySomebodyElse_countsAsTheirs() throws IOException {
    claim(0, elsewhere(), 60);
    LeaseWatch watch = watch();
    assertThat(watch.isHeld()).isTrue();
    store.delete("leases/" + OUTPUT + "/000000");
    LeaseHolder other = new LeaseHolder("other id", "third-host", "third machine", 8, "2");
    claim(0, other, 200);
    assertThat(watch.isHeld()).isTrue();
    assertThat(watch.holder()).contains(other);
    seconds += 199;
    assertThat(watch.isHeld()).isTrue();
    seconds += 1;
    assertThat(watch.isHeld()).isFalse();
  }

  @Test
  void isHeld_deadProcessOfThisMachine_isNotWaitedFor() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    LeaseHolder self = LeaseHolder.self();
    claim(0, new LeaseHolder("id", self.host(), self.machine(), dead.pid(), "1"), 60);

    assertThat(watch().isHeld()).isFalse();
  }

  @Test
  void isHeld_processThatHasTheNumberOfAnother_isDead() throws IOException {
    LeaseHolder self = LeaseHolder.self();
    assumeFalse(self.born().isEmpty(), "there is no /proc here");
    claim(0, new LeaseHolder("id", self.host(), self.machine(), self.process(), "1"), 60);
    assertThat(watch().isHeld()).isFalse();

    claim(1, new LeaseHolder("id", self.host(), self.machine(), self.process(), self.born()), 60);
    assertThat(watch().isHeld()).isTrue();
  }
}

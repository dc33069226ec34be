package org.shoestring.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.store.Stores;
import org.shoestring.table.FactFile;
import org.shoestring.tsv.BadDataException;

class LeaseWatchTest {
  private static final String OUTPUT = "import-0123456789abcdef0123456789abcdef";
  private static final Duration MINUTE = Duration.ofSeconds(60);

  private final ObjectStore store;
  private final Leases leases;
  private long seconds;
  private long wallSeconds;

  LeaseWatchTest(@TempDir Path folder) {
    this.store = Stores.at(folder.toString());
    this.leases = leases(store);
  }

  @AfterEach
  void close() {
    leases.close();
  }

  private Leases leases(ObjectStore in) {
    Leases.Clock clock =
        new Leases.Clock() {
          @Override
          public Moment now() {
            return new Moment(
                TimeUnit.SECONDS.toNanos(seconds), Instant.ofEpochSecond(wallSeconds));
          }

          @Override
          public void sleep(Duration pause) {
            throw new AssertionError("nobody waits");
          }
        };
    return new Leases(in, MINUTE, remark -> {}, clock, Holder.self());
  }

  private LeaseWatch watch() {
    return leases.watch(OUTPUT);
  }

  private Optional<Leases.Held> tryTake(LeaseWatch watch) throws IOException {
    return leases.tryTake(watch, List.of());
  }

  /** A claim of a process that nobody here can see. */
  private void claim(int generation, Holder holder, int duration) throws IOException {
    Claim claim = new Claim(holder, Duration.ofSeconds(duration), 0, List.of());
    assertThat(store.create("leases/" + OUTPUT + "/00000" + generation, claim.content())).isTrue();
  }

  private static Holder elsewhere() {
    return new Holder("id", "other-host", "other machine", 7, "1");
  }

  private List<String> claims() throws IOException {
    return store.list("leases/").stream().map(StoredObject::name).toList();
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
    store.create(object, new Claim(elsewhere(), MINUTE, 0, List.of("import-1")).content());
    for (String altered :
        List.of(
            "seconds\t-1",
            "seconds\tmany",
            "seconds\t٦٠",
            "seconds\t99999999",
            "seconds\t9223372036854775807",
            "seconds\t60\t60",
            "minutes\t1")) {
      String text = new String(new Claim(elsewhere(), MINUTE, 0, List.of()).content(), UTF_8);
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
  void tryTake_nobody_claimsAndTellsWhoAndWhat() throws Exception {
    try (Leases.Held lease = leases.tryTake(watch(), List.of("split-1")).orElseThrow()) {
      assertThat(claims()).containsExactly("leases/" + OUTPUT + "/000000");
      String text;
      try (InputStream in = store.open(lease.object())) {
        text = new String(in.readAllBytes(), UTF_8);
      }
      assertThat(Claim.parse(new FactFile("claim", text, "")).map(Claim::holder))
          .contains(Holder.self());
      assertThat(text).contains("\nseconds\t60\nbeat\t0\nneeds\tsplit-1\n");
      assertThat(tryTake(watch())).isEmpty();
      LeaseWatch other = watch();
      assertThat(other.isHeld()).isTrue();
      assertThat(other.holder()).contains(Holder.self());
    }
    assertThat(claims()).isEmpty();
    assertThat(watch().isHeld()).isFalse();
  }

  @Test
  void isHeld_aslongAsItIsRenewed_byThisClockAlone() throws Exception {
    try (Leases.Held lease = tryTake(watch()).orElseThrow()) {
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

  /** The first number comes again once all claims were given up. */
  @Test
  void isHeld_claimOfTheSameNumberBySomebodyElse_countsAsTheirs() throws IOException {
    claim(0, elsewhere(), 60);
    LeaseWatch watch = watch();
    assertThat(watch.isHeld()).isTrue();
    store.delete("leases/" + OUTPUT + "/000000");
    Holder other = new Holder("other id", "third-host", "third machine", 8, "2");
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
    Holder self = Holder.self();
    claim(0, new Holder("id", self.host(), self.machine(), dead.pid(), "1"), 60);

    assertThat(watch().isHeld()).isFalse();
  }

  @Test
  void isHeld_processThatHasTheNumberOfAnother_isDead() throws IOException {
    Holder self = Holder.self();
    assumeFalse(self.born().isEmpty(), "there is no /proc here");
    claim(0, new Holder("id", self.host(), self.machine(), self.process(), "1"), 60);
    assertThat(watch().isHeld()).isFalse();

    claim(1, new Holder("id", self.host(), self.machine(), self.process(), self.born()), 60);
    assertThat(watch().isHeld()).isTrue();
  }

  @Test
  void tryTake_afterTheDead_isTheNextGeneration() throws Exception {
    claim(0, elsewhere(), 60);
    LeaseWatch watch = watch();
    assertThat(tryTake(watch)).isEmpty();
    assertThat(watch.isHeld()).isTrue();
    seconds += 60;
    assertThat(watch.isHeld()).isFalse();

    try (Leases.Held lease = tryTake(watch).orElseThrow()) {
      assertThat(lease.object()).isEqualTo("leases/" + OUTPUT + "/000001");
      assertThat(watch().isHeld()).isTrue();
      assertThat(tryTake(watch())).isEmpty();
    }
    assertThat(claims()).isEmpty();
  }

  @Test
  void renew_afterClose_leavesNothing() throws Exception {
    Lease lease = new Lease(store, OUTPUT, 0, Holder.self(), MINUTE, Moment::now, List.of());
    assertThat(lease.create()).isTrue();
    lease.close();
    lease.renew();
    lease.close();

    assertThat(claims()).isEmpty();
  }

  @Test
  void close_afterItLapsedAndWasFollowed_keepsOthersOut() throws Exception {
    Lease stalled =
        new Lease(store, OUTPUT, 0, Holder.self(), Duration.ZERO, Moment::now, List.of());
    assertThat(stalled.create()).isTrue();
    claim(1, elsewhere(), 60);
    stalled.close();

    assertThat(claims()).hasSize(2);
    assertThat(tryTake(watch())).isEmpty();
  }

  @Test
  void close_afterItLapsedAlone_givesUp() throws Exception {
    Lease stalled =
        new Lease(store, OUTPUT, 0, Holder.self(), Duration.ZERO, Moment::now, List.of());
    assertThat(stalled.create()).isTrue();
    stalled.close();

    assertThat(claims()).isEmpty();
  }

  @Test
  void tryTake_eightAtOnceAfterTheDead_oneWins() throws Exception {
    claim(0, elsewhere(), 60);
    CyclicBarrier barrier = new CyclicBarrier(8);
    List<Callable<Optional<Leases.Held>>> takers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      LeaseWatch watch = watch();
      assertThat(watch.isHeld()).isTrue();
      takers.add(
          () -> {
            boolean held = watch.isHeld();
            barrier.await();
            return held ? Optional.empty() : tryTake(watch);
          });
    }
    seconds += 60;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    int won = 0;
    for (Future<Optional<Leases.Held>> taken : threads.invokeAll(takers)) {
      won += taken.get().isPresent() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(won).isEqualTo(1);
  }

  /** A store without conditional create, in which another machine writes right after us. */
  private final class Overwritten extends ForwardingStore {
    Overwritten() {
      super(store);
    }

    @Override
    public boolean createsConditionally() {
      return false;
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
      Path spool = store.newSpool();
      Files.write(spool, new Claim(elsewhere(), MINUTE, 0, List.of()).content());
      store.put(name, spool);
      return true;
    }
  }

  @Test
  void tryTake_storeWithoutConditionalCreate_givesWayToWhoWroteLater() throws Exception {
    try (Leases overwritten = leases(new Overwritten())) {
      LeaseWatch watch = overwritten.watch(OUTPUT);
      assertThat(overwritten.tryTake(watch, List.of())).isEmpty();
      assertThat(watch.isHeld()).isTrue();
      assertThat(watch.holder()).contains(elsewhere());
    }
  }
}

package org.shoestring.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.worker.StopSignal;

/** Who gets a claim, and when it is given up. */
class LeaseManagerTest extends LeaseFixture {
  LeaseManagerTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void tryTake_nobody_claimsAndTellsWhoAndWhat() throws Exception {
    try (HeldLease lease = leases.tryTake(watch(), List.of("split-1")).orElseThrow()) {
      assertThat(claims()).containsExactly("leases/" + OUTPUT + "/000000");
      String text;
      try (InputStream in = store.open(lease.object())) {
        text = new String(in.readAllBytes(), UTF_8);
      }
      assertThat(LeaseClaim.parse(new FactFile("claim", text, "")).map(LeaseClaim::holder))
          .contains(LeaseHolder.self());
      assertThat(text).contains("\nseconds\t60\nbeat\t0\nneeds\tsplit-1\n");
      assertThat(tryTake(watch())).isEmpty();
      LeaseWatch other = watch();
      assertThat(other.isHeld()).isTrue();
      assertThat(other.holder()).contains(LeaseHolder.self());
    }
    assertThat(claims()).isEmpty();
    assertThat(watch().isHeld()).isFalse();
  }

  @Test
  void tryTake_afterTheDead_isTheNextGeneration() throws Exception {
    claim(0, elsewhere(), 60);
    LeaseWatch watch = watch();
    assertThat(tryTake(watch)).isEmpty();
    assertThat(watch.isHeld()).isTrue();
    seconds += 60;
    assertThat(watch.isHeld()).isFalse();

    try (HeldLease lease = tryTake(watch).orElseThrow()) {
      assertThat(lease.object()).isEqualTo("leases/" + OUTPUT + "/000001");
      assertThat(watch().isHeld()).isTrue();
      assertThat(tryTake(watch())).isEmpty();
    }
    assertThat(claims()).isEmpty();
  }

  @Test
  void tryTake_eightAtOnceAfterTheDead_oneWins() throws Exception {
    claim(0, elsewhere(), 60);
    CyclicBarrier barrier = new CyclicBarrier(8);
    List<Callable<Optional<HeldLease>>> takers = new ArrayList<>();
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
    for (Future<Optional<HeldLease>> taken : threads.invokeAll(takers)) {
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
      Files.write(spool, new LeaseClaim(elsewhere(), MINUTE, 0, List.of()).content());
      store.put(name, spool);
      return true;
    }
  }

  @Test
  void tryTake_storeWithoutConditionalCreate_givesWayToWhoWroteLater() throws Exception {
    try (LeaseManager overwritten = leases(new Overwritten())) {
      LeaseWatch watch = overwritten.watch(OUTPUT);
      assertThat(overwritten.tryTake(watch, List.of())).isEmpty();
      assertThat(watch.isHeld()).isTrue();
      assertThat(watch.holder()).contains(elsewhere());
    }
  }

  @Test
  void renew_afterClose_leavesNothing() throws Exception {
    Lease lease = new Lease(store, OUTPUT, 0, LeaseHolder.self(), MINUTE, Moment::now, List.of());
    assertThat(lease.create()).isTrue();
    lease.close();
    lease.renew();
    lease.close();

    assertThat(claims()).isEmpty();
  }

  @Test
  void renew_laterClaim_tellsTheWorkWhoTookOver() throws Exception {
    try (HeldLease lease = tryTake(watch()).orElseThrow()) {
      leases.renew();
      assertThat(lease.loss().isStopped()).isFalse();
      claim(1, elsewhere(), 60);
      leases.renew();
      assertThat(lease.loss().reason())
          .contains(
              new StopSignal.Reason(
                  StopSignal.Cause.LEASE_LOST,
                  "other-host (process 7) took over, because this process was silent for too long"));
    }
    assertThat(claims()).hasSize(2);
  }

  @Test
  void renew_claimWasDeletedByHand_isMadeAgain() throws Exception {
    try (LeaseManager process = leases(store);
        HeldLease lease = process.tryTake(process.watch(OUTPUT), List.of()).orElseThrow()) {
      store.delete(lease.object());
      process.renew();

      assertThat(lease.loss().isStopped()).isFalse();
      assertThat(claims()).containsExactly(lease.object());
    }
    assertThat(claims()).isEmpty();
  }

  @Test
  void renew_claimIsGoneAfterALapse_isLost() throws Exception {
    try (LeaseManager process = leases(store);
        HeldLease lease = process.tryTake(process.watch(OUTPUT), List.of()).orElseThrow()) {
      store.delete(lease.object()); // As by one that took over, and is ready by now.
      seconds += 200;
      process.renew();

      assertThat(lease.loss().isStopped()).isTrue();
      assertThat(claims()).isEmpty();
    }
  }

  /** A store that does not answer for a while. */
  private final class Away extends ForwardingStore {
    private boolean away;

    Away() {
      super(store);
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
      if (away) {
        throw new StoreException("no server answers", null);
      }
      return super.list(prefix);
    }
  }

  @Test
  void renew_storeAwayForLongerThanALease_goesOnAndRenews() throws Exception {
    Away store = new Away();
    try (LeaseManager process = leases(store);
        HeldLease lease = process.tryTake(process.watch(OUTPUT), List.of()).orElseThrow()) {
      LeaseWatch other = watch();
      assertThat(other.isHeld()).isTrue();
      store.away = true;
      for (int i = 0; i < 10; i++) {
        seconds += 20;
        process.renew();
        assertThat(lease.loss().isStopped()).isFalse();
      }
      store.away = false;
      process.renew();

      assertThat(lease.loss().isStopped()).isFalse();
      assertThat(lease.isOurs()).isTrue();
      assertThat(other.isHeld()).isTrue();
      assertThat(claims()).containsExactly("leases/" + OUTPUT + "/000000");
    }
  }

  @Test
  void renew_storeAwayTwice_tellsOnceWhenItBeginsAndOnceWhenItIsOver() throws Exception {
    Away store = new Away();
    String away =
        "model: its claim cannot be renewed now (no server answers). The work goes on, and this is"
            + " tried again; if it lasts for more than 60 s, another machine may do the same work";
    String back = "model: its claim is renewed again";
    try (LeaseManager process = leases(store);
        HeldLease lease =
            process.tryTake(process.watch(OUTPUT), List.of(), "model").orElseThrow()) {
      process.renew();
      assertThat(remarks).isEmpty();
      for (int spell = 0; spell < 2; spell++) {
        store.away = true;
        process.renew();
        process.renew();
        process.renew();
        assertThat(remarks).containsExactly(away);
        store.away = false;
        process.renew();
        process.renew();
        assertThat(remarks).containsExactly(away, back);
        remarks.clear();
      }
      assertThat(lease.isOurs()).isTrue();
    }
  }

  @Test
  void renew_lostWhileTheStoreWasAway_isNotToldAsRenewed() throws Exception {
    Away store = new Away();
    try (LeaseManager process = leases(store);
        HeldLease lease =
            process.tryTake(process.watch(OUTPUT), List.of(), "model").orElseThrow()) {
      store.away = true;
      process.renew();
      store.away = false;
      claim(1, elsewhere(), 60);
      process.renew();
      process.renew();

      assertThat(lease.loss().isStopped()).isTrue();
      assertThat(remarks)
          .singleElement()
          .asString()
          .startsWith("model: its claim cannot be renewed now (");
    }
  }

  /** A store that lists, but hands out nothing until the test is over. */
  private final class Mute extends ForwardingStore {
    private final CountDownLatch over = new CountDownLatch(1);

    Mute() {
      super(store);
    }

    @Override
    public InputStream open(String name) throws IOException {
      try {
        over.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return super.open(name);
    }
  }

  @Test
  @Timeout(30)
  void renew_laterClaimThatCannotBeRead_stopsTheWorkAllTheSame() throws Exception {
    Mute store = new Mute();
    try (LeaseManager process = leases(store);
        HeldLease lease = process.tryTake(process.watch(OUTPUT), List.of()).orElseThrow()) {
      claim(1, elsewhere(), 60);
      process.renew();

      assertThat(lease.loss().reason().orElseThrow().text())
          .isEqualTo("another process took over, because this process was silent for too long");
      store.over.countDown();
    }
  }

  @Test
  void close_afterItLapsedAndWasFollowed_keepsOthersOut() throws Exception {
    Lease stalled =
        new Lease(store, OUTPUT, 0, LeaseHolder.self(), Duration.ZERO, Moment::now, List.of());
    assertThat(stalled.create()).isTrue();
    claim(1, elsewhere(), 60);
    stalled.close();

    assertThat(claims()).hasSize(2);
    assertThat(tryTake(watch())).isEmpty();
  }

  @Test
  void close_afterItLapsedAlone_givesUp() throws Exception {
    Lease stalled =
        new Lease(store, OUTPUT, 0, LeaseHolder.self(), Duration.ZERO, Moment::now, List.of());
    assertThat(stalled.create()).isTrue();
    stalled.close();

    assertThat(claims()).isEmpty();
  }
}

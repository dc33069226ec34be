package org.shoestring.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.experiment.HookedStore;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** What a claim does after its process was silent for longer than others wait. */
class LeaseTest {
  private static final String OUTPUT = "import-0123456789abcdef0123456789abcdef";
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final LeaseHolder OTHER =
      new LeaseHolder("id", "other-host", "other machine", 7, "1");

  private final ObjectStore store;

  LeaseTest(@TempDir Path folder) {
    this.store = Stores.withoutOptions().at(folder.toString());
  }

  private Lease lease(int generation, LeaseHolder holder, Duration duration) {
    return new Lease(store, OUTPUT, generation, holder, duration, Moment::now, List.of());
  }

  /** A claim that has lapsed as soon as it is made. */
  private Lease lapsed() throws IOException {
    Lease lease = lease(0, LeaseHolder.self(), Duration.ZERO);
    assertThat(lease.create()).isTrue();
    return lease;
  }

  private Lease others(int generation) throws IOException {
    Lease lease = lease(generation, OTHER, MINUTE);
    assertThat(lease.create()).isTrue();
    return lease;
  }

  /** Who has which claim, {@code NUMBER HOST} each. */
  private List<String> claims() throws IOException {
    List<String> claims = new ArrayList<>();
    for (StoredObject claim : LeaseClaim.to(store, OUTPUT)) {
      Optional<LeaseHolder> holder = LeaseClaim.read(store, claim).map(LeaseClaim::holder);
      claims.add(
          LeaseClaim.generation(claim) + (holder.equals(Optional.of(OTHER)) ? " other" : " ours"));
    }
    return claims;
  }

  /** A lapse by either clock counts; a wall clock that was set back hides none. */
  @ParameterizedTest
  @CsvSource({
    "59, 59, true",
    "59, -3600, true",
    "60, 60, false",
    "60, -3600, false",
    "0, 60, false",
    "0, 86400, false"
  })
  void isOurs_followed_isFalseOnceItLapsedByOneOfTwoClocks(
      int seconds, int wallSeconds, boolean ours) throws IOException {
    AtomicReference<Moment> clock = new AtomicReference<>(moment(0, 0));
    Lease lease = new Lease(store, OUTPUT, 0, LeaseHolder.self(), MINUTE, clock::get, List.of());
    assertThat(lease.create()).isTrue();
    others(1);
    clock.set(moment(seconds, wallSeconds));
    assertThat(lease.isOurs()).isEqualTo(ours);
  }

  private static Moment moment(int seconds, int wallSeconds) {
    return new Moment(TimeUnit.SECONDS.toNanos(seconds), Instant.ofEpochSecond(wallSeconds));
  }

  /** The laptop of its process slept, or somebody set the clock. */
  @Test
  void renew_wallClockJumpedAndNobodyFollowed_goesOn() throws IOException {
    AtomicReference<Moment> clock = new AtomicReference<>(moment(0, 0));
    Lease lease = new Lease(store, OUTPUT, 0, LeaseHolder.self(), MINUTE, clock::get, List.of());
    assertThat(lease.create()).isTrue();
    for (int wallSeconds : List.of(3600, 20, 86400)) {
      clock.set(moment(0, wallSeconds));
      lease.renew();
      assertThat(lease.isOurs()).isTrue();
    }
    assertThat(LeaseClaim.read(store, LeaseClaim.to(store, OUTPUT).get(0)).map(LeaseClaim::beat))
        .contains(3L);
    lease.close();
    assertThat(claims()).isEmpty();
  }

  /** A claim that was renewed by a request at the end of which it is {@code after}. */
  private Lease renewedSlowly(AtomicReference<Moment> clock, Moment after) throws IOException {
    HookedStore slow =
        new HookedStore(
            store,
            (request, name) -> {
              if (request.equals("put")) {
                clock.set(after);
              }
            });
    Lease lease = new Lease(slow, OUTPUT, 0, LeaseHolder.self(), MINUTE, clock::get, List.of());
    assertThat(lease.create()).isTrue();
    lease.renew();
    return lease;
  }

  /** Its process is suspended while the claim is written, and others wait meanwhile. */
  @Test
  void renew_sleptMeanwhileAndFollowed_isNotOurs() throws IOException {
    AtomicReference<Moment> clock = new AtomicReference<>(moment(0, 0));
    Lease lease = renewedSlowly(clock, moment(0, 60));
    others(1);
    assertThat(lease.isOurs()).isFalse();
  }

  /** Others see the claim when the request begins, and have waited for a minute when it ends. */
  @ParameterizedTest
  @CsvSource({"29, true", "30, false"})
  void renew_slowRequest_countsFromItsBeginning(int later, boolean ours) throws IOException {
    AtomicReference<Moment> clock = new AtomicReference<>(moment(0, 0));
    Lease lease = renewedSlowly(clock, moment(30, 30));
    others(1);
    clock.set(moment(30 + later, 30 + later));
    assertThat(lease.isOurs()).isEqualTo(ours);
  }

  /** Our clocks show no lapse, but those of others did. */
  @Test
  void renew_laterClaim_isLostOnce() throws IOException {
    Lease lease = lease(0, LeaseHolder.self(), MINUTE);
    assertThat(lease.create()).isTrue();
    assertThat(lease.renew()).isFalse();
    others(1);
    assertThat(lease.renew()).isTrue();
    assertThat(lease.successor()).contains(OTHER);
    assertThat(lease.renew()).isFalse();
    assertThat(lease.isOurs()).isFalse();
    lease.close();
    assertThat(claims()).containsExactly("0 ours", "1 other");
  }

  @Test
  void renew_claimWasDeleted_isMadeAgainAfterOneListing() throws IOException {
    List<String> listed = new ArrayList<>();
    ObjectStore seen =
        new ForwardingStore(store) {
          @Override
          public List<StoredObject> list(String prefix) throws IOException {
            listed.add(prefix);
            return super.list(prefix);
          }
        };
    Lease lease = new Lease(seen, OUTPUT, 0, LeaseHolder.self(), MINUTE, Moment::now, List.of());
    assertThat(lease.create()).isTrue();
    store.delete(lease.object());
    listed.clear();

    assertThat(lease.renew()).isFalse();

    assertThat(claims()).containsExactly("0 ours");
    assertThat(listed).containsExactly("leases/" + OUTPUT + "/");
  }

  @Test
  void isOurs_lapsedAlone_isTrueAndRenewed() throws IOException {
    Lease lease = lapsed();
    assertThat(lease.isOurs()).isTrue();
    lease.renew();
    assertThat(claims()).containsExactly("0 ours");
    lease.close();
    assertThat(claims()).isEmpty();
  }

  @Test
  void isOurs_lapsedAndFollowed_isFalseForEver() throws IOException {
    Lease lease = lapsed();
    Lease other = others(1);
    assertThat(lease.isOurs()).isFalse();
    lease.close();
    assertThat(claims()).containsExactly("0 ours", "1 other");
    other.close();
    assertThat(claims()).isEmpty();
  }

  @Test
  void renew_lapsedAndAllGivenUpMeanwhile_doesNotClaimAgain() throws IOException {
    Lease lease = lapsed();
    others(1).close();
    assertThat(lease.isOurs()).isFalse();
    lease.renew();
    assertThat(claims()).isEmpty();
  }

  @Test
  void renew_lapsedAndTheNumberIsAnothersNow_leavesIt() throws IOException {
    Lease lease = lapsed();
    others(1).close();
    others(0);
    lease.renew();
    assertThat(claims()).containsExactly("0 other");
    assertThat(lease.isOurs()).isFalse();
    lease.close();
    assertThat(claims()).containsExactly("0 other");
  }

  @Test
  void close_lapsedAndTheNumberIsAnothersNow_leavesIt() throws IOException {
    Lease lease = lapsed();
    others(1).close();
    others(0);
    lease.close();
    assertThat(claims()).containsExactly("0 other");
  }

  /** Else somebody could make the first one again, and lose it to the deletion that comes then. */
  @Test
  void close_afterTheDead_deletesItsOwnLast() throws IOException {
    others(0);
    others(1);
    List<String> deleted = new ArrayList<>();
    HookedStore hooked =
        new HookedStore(store, (request, name) -> deleted.add(request + " " + name));
    Lease lease = new Lease(hooked, OUTPUT, 2, LeaseHolder.self(), MINUTE, Moment::now, List.of());
    assertThat(lease.create()).isTrue();
    deleted.clear();
    lease.close();
    String claim = "delete leases/" + OUTPUT + "/00000";
    assertThat(deleted).containsExactly(claim + "0", claim + "1", claim + "2");
  }
}

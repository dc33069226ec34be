package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.store.Stores;

/** What a claim does after its process was silent for longer than others wait. */
class LeaseTest {
  private static final String OUTPUT = "import-0123456789abcdef0123456789abcdef";
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Holder OTHER = new Holder("id", "other-host", "other machine", 7, "1");

  private final ObjectStore store;

  LeaseTest(@TempDir Path folder) {
    this.store = Stores.withoutOptions().at(folder.toString());
  }

  private Lease lease(int generation, Holder holder, Duration duration) {
    return new Lease(store, OUTPUT, generation, holder, duration, System::nanoTime, List.of());
  }

  /** A claim that has lapsed as soon as it is made. */
  private Lease lapsed() throws IOException {
    Lease lease = lease(0, Holder.self(), Duration.ZERO);
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
    for (StoredObject claim : Claim.to(store, OUTPUT)) {
      Optional<Holder> holder = Claim.read(store, claim).map(Claim::holder);
      claims.add(
          Claim.generation(claim) + (holder.equals(Optional.of(OTHER)) ? " other" : " ours"));
    }
    return claims;
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
    Lease lease = new Lease(hooked, OUTPUT, 2, Holder.self(), MINUTE, System::nanoTime, List.of());
    assertThat(lease.create()).isTrue();
    deleted.clear();
    lease.close();
    String claim = "delete leases/" + OUTPUT + "/00000";
    assertThat(deleted).containsExactly(claim + "0", claim + "1", claim + "2");
  }
}

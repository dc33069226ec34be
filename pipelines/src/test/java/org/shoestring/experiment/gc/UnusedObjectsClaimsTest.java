package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.GarbageFixture;
import org.shoestring.lease.Lease;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.Moment;

/** Which claims count for a collector, and how it removes those of the dead. */
class UnusedObjectsClaimsTest extends GarbageFixture {
  UnusedObjectsClaimsTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  @Test
  void find_claimWithinItsOwnSeconds_countsWhateverTheGrace() throws IOException {
    String other = "score-" + "0".repeat(32);
    write("outputs/" + other + "/_parts/00000.tsv", "");
    Lease lease =
        new Lease(
            store, other, 0, LeaseHolder.self(), Duration.ofSeconds(60), Moment::now, List.of());
    assertThat(lease.create()).isTrue();
    List<UnusedObjects> found = new ArrayList<>();
    new GarbageCollector(store, Duration.ZERO, Set.of(), LeaseManager.DURATION, remark -> {})
        .find(found::add);
    assertThat(found).isEmpty();
  }

  @Test
  void find_deadClaimBeforeALiveOne_isKeptToKeepOthersOut() throws IOException {
    String claim = "leases/score-" + "0".repeat(32) + "/00000";
    write(claim + "0", "");
    age();
    write(claim + "1", "");
    assertThat(found()).isEmpty();
    age();
    assertThat(found()).containsExactly("LEASE " + claim + "1");
  }

  @Test
  void remove_deadClaimThatIsMadeAgainMeanwhile_isKept() throws IOException {
    String clean = abandoned();
    String claim = "leases/score-" + "0".repeat(32) + "/000000";
    write(claim, "");
    age();
    List<UnusedObjects> removed =
        removeWith(
            once("create", "outputs/" + clean + "/_removal/000000-answer", () -> rewrite(claim)));
    assertThat(removed).extracting(UnusedObjects::kind).containsExactly(UnusedObjects.Kind.OUTPUT);
    assertThat(names()).contains(claim);
  }

  private static LeaseHolder elsewhere() {
    return new LeaseHolder("id", "other-host", "other machine", 7, "1");
  }

  /** One machine was silent for long, and another took over; both may be at work still. */
  @Test
  void find_claimThatWasFollowed_keepsWhatItReads() throws IOException {
    String other = "score-" + "0".repeat(32);
    List<String> read = List.of("import-" + "1".repeat(32), "import-" + "2".repeat(32));
    for (String output : read) {
      write("outputs/" + output + "/_parts/00000.tsv", "");
    }
    age();
    for (int i = 0; i < 2; i++) {
      Lease lease =
          new Lease(
              store,
              other,
              i,
              elsewhere(),
              LeaseManager.DURATION,
              Moment::now,
              List.of(read.get(i)));
      assertThat(lease.create()).isTrue();
    }
    assertThat(found()).isEmpty();
  }

  /** A collector that was killed, for example, is not waited for until the grace is over. */
  @Test
  void remove_claimOfADeadProcessOfThisMachine_countsForNothing() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    LeaseHolder self = LeaseHolder.self();
    LeaseHolder killed = new LeaseHolder("id", self.host(), self.machine(), dead.pid(), "1");
    String output = "import-" + "1".repeat(32);
    write("outputs/" + output + "/_parts/00000.tsv", "");
    age();
    assertThat(
            new Lease(store, output, 0, killed, LeaseManager.DURATION, Moment::now, List.of())
                .create())
        .isTrue();
    assertThat(remove()).extracting(UnusedObjects::name).containsExactly("outputs/" + output);
    assertThat(names().stream().filter(name -> name.startsWith("leases/"))).isEmpty();
  }

  @Test
  void remove_deadClaims_goTogetherWhileAnotherFollowsThem() throws IOException {
    String claim = "leases/score-" + "0".repeat(32) + "/00000";
    write(claim + "0", "");
    write(claim + "1", "");
    age();
    List<String> done = new ArrayList<>();
    List<UnusedObjects> removed =
        removeWith(
            (request, name) -> {
              if (name.startsWith("leases/")) {
                done.add(request + " " + name);
              }
            });
    assertThat(removed)
        .extracting(garbage -> garbage.name() + " " + garbage.objects())
        .containsExactly(claim + "1 2");
    assertThat(done)
        .containsExactly(
            "create " + claim + "2",
            "delete " + claim + "0",
            "delete " + claim + "1",
            "delete " + claim + "2");
  }

  @Test
  void remove_deadClaimsThatSomebodyFollowsJustThen_areLeftToThem() throws IOException {
    String claim = "leases/score-" + "0".repeat(32) + "/00000";
    write(claim + "0", "");
    age();
    List<UnusedObjects> removed =
        removeWith(once("create", claim + "1", () -> write(claim + "1", "another machine's")));
    assertThat(removed).isEmpty();
    assertThat(names()).contains(claim + "0", claim + "1");
  }
}

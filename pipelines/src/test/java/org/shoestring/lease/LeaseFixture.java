package org.shoestring.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** A process that claims an output, by clocks that a test sets, and claims of others. */
abstract class LeaseFixture {
  static final String OUTPUT = "import-0123456789abcdef0123456789abcdef";
  static final Duration MINUTE = Duration.ofSeconds(60);

  final ObjectStore store;
  final List<String> remarks = new CopyOnWriteArrayList<>();
  final LeaseManager leases;
  long seconds;
  long wallSeconds;

  LeaseFixture(Path folder) {
    this.store = Stores.withoutOptions().at(folder.toString());
    this.leases = leases(store);
  }

  @AfterEach
  void close() {
    leases.close();
  }

  LeaseManager leases(ObjectStore in) {
    LeaseClock clock =
        new LeaseClock() {
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
    return new LeaseManager(in, MINUTE, remarks::add, clock, LeaseHolder.self());
  }

  LeaseWatch watch() {
    return leases.watch(OUTPUT);
  }

  Optional<HeldLease> tryTake(LeaseWatch watch) throws IOException {
    return leases.tryTake(watch, List.of());
  }

  /** A claim of a process that nobody here can see. */
  void claim(int generation, LeaseHolder holder, int duration) throws IOException {
    LeaseClaim claim = new LeaseClaim(holder, Duration.ofSeconds(duration), 0, List.of());
    assertThat(store.create("leases/" + OUTPUT + "/00000" + generation, claim.content())).isTrue();
  }

  static LeaseHolder elsewhere() {
    return new LeaseHolder("id", "other-host", "other machine", 7, "1");
  }

  List<String> claims() throws IOException {
    return store.list("leases/").stream().map(StoredObject::name).toList();
  }
}

package org.shoestring.experiment;

import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.shoestring.lease.LeaseClock;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.Moment;

/** Processes that use a stepped store, each on a machine of its own. */
final class SteppedProcesses implements Closeable {
  /** After how long a process that says nothing is believed dead. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private final SteppedStore store;
  private final Random random;
  private final List<One> all = new ArrayList<>();

  /**
   * A process.
   *
   * @param clock of its machine; that which nobody sets stands still while the machine sleeps
   */
  record One(LeaseHolder holder, LeaseManager leases, Supplier<Moment> clock) {}

  SteppedProcesses(SteppedStore store, Random random) {
    this.store = store;
    this.random = random;
  }

  /** A process that nobody knows yet. */
  One next() {
    String id = "process " + all.size();
    LeaseHolder holder = new LeaseHolder(id, id, "machine of " + id, all.size(), "1");
    int awake = 1 + random.nextInt(3);
    Supplier<Moment> clock =
        () -> {
          Duration passed = Duration.ofSeconds(store.seconds());
          return new Moment(passed.dividedBy(awake).toNanos(), Instant.EPOCH.plus(passed));
        };
    LeaseClock waiting =
        new LeaseClock() {
          @Override
          public Moment now() {
            return clock.get();
          }

          @Override
          public void sleep(Duration pause) {
            Steps.turn();
            store.pass(1);
          }
        };
    One made =
        new One(holder, new LeaseManager(store, LEASE, remark -> {}, waiting, holder), clock);
    all.add(made);
    return made;
  }

  @Override
  public void close() {
    all.forEach(process -> process.leases().close());
  }
}

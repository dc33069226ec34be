package org.shoestring.lease;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.shoestring.bytes.StopPatience;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.store.remote.LastRequest;

/** The claims that this process has, renewed side by side until each is given up. */
final class LeaseRenewals {
  /** A store that does not answer for one claim must not keep the others from being renewed. */
  private static final int AT_ONCE = 16;

  private final Duration duration;
  private final Consumer<String> remarks;
  private final Map<Lease, HeldLease> held = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor threads =
      new ScheduledThreadPoolExecutor(
          AT_ONCE, LeaseRenewals::thread, new ThreadPoolExecutor.DiscardPolicy());
  private volatile Consumer<String> stopRequests = why -> {};
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param duration of a claim that is not renewed
   */
  LeaseRenewals(Duration duration, Consumer<String> remarks) {
    this.duration = duration;
    this.remarks = remarks;
    threads.setRemoveOnCancelPolicy(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "leases");
    thread.setDaemon(true);
    return thread;
  }

  /** See {@link LeaseManager#onStopRequest}. */
  void onStopRequest(Consumer<String> heeding) {
    stopRequests = heeding;
  }

  /** Whether all were given up, and no new one may come. */
  boolean isClosed() {
    return closed;
  }

  /**
   * Renews a claim from now on.
   *
   * @param name of the stage, for messages
   */
  HeldLease add(Lease lease, String name) {
    LeaseRenewal renewal =
        new LeaseRenewal(lease, name, duration, remarks, why -> stopRequests.accept(why));
    long period = duration.toMillis() / 3;
    Future<?> schedule =
        threads.scheduleWithFixedDelay(renewal, period, period, TimeUnit.MILLISECONDS);
    HeldLease claim =
        new HeldLease(lease, renewal, schedule, duration, remarks, () -> held.remove(lease));
    held.put(lease, claim);
    if (closed) {
      claim.release(true);
    }
    return claim;
  }

  /** Renews all now. */
  void renew() {
    held.values().forEach(HeldLease::renew);
  }

  /** Gives up all; a store that does not answer at once is not waited for. */
  void giveUp() {
    closed = true;
    List<HeldLease> all = List.copyOf(held.values());
    all.forEach(HeldLease::endRenewal); // What is interrupted now has not failed.
    threads.shutdownNow();
    try {
      if (LastRequest.run(StopPatience.LAST_REQUESTS, () -> released(all)).isEmpty()) {
        remarks.accept(
            "the store does not answer, so that claims could not be given up in time: another"
                + " machine may have to wait for "
                + duration.toSeconds()
                + " s");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives up claims side by side: one that cannot be does not delay the others. */
  private static List<HeldLease> released(List<HeldLease> claims) throws IOException {
    return ParallelRequests.each(
        claims,
        claim -> {
          claim.release(true);
          return claim;
        },
        AT_ONCE);
  }
}

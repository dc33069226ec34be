package org.shoestring.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.shoestring.store.remote.LastRequest;
import org.shoestring.worker.StopSignal;

/** A claim that this process has. */
public final class HeldLease implements AutoCloseable {
  private final Lease lease;
  private final LeaseRenewal renewal;
  private final Future<?> schedule;
  private final Duration duration;
  private final Consumer<String> remarks;
  private final Runnable gone;
  private volatile boolean isHandedOver;

  /**
   * A claim.
   *
   * @param schedule of its renewal
   * @param duration after which others believe this process dead
   * @param gone is told when it is renewed no more
   */
  HeldLease(
      Lease lease,
      LeaseRenewal renewal,
      Future<?> schedule,
      Duration duration,
      Consumer<String> remarks,
      Runnable gone) {
    this.lease = lease;
    this.renewal = renewal;
    this.schedule = schedule;
    this.duration = duration;
    this.remarks = remarks;
    this.gone = gone;
  }

  /** Renews it now. */
  void renew() {
    renewal.run();
  }

  /** From now on, nothing is told of its renewal. */
  void endRenewal() {
    renewal.end();
  }

  /** The name of its object. */
  public String object() {
    return lease.object();
  }

  /** Who is expected to follow with a claim of its own, on which the work goes on elsewhere. */
  public LeaseSuccessor successor() {
    String id = UUID.randomUUID().toString();
    lease.expect(id);
    return new LeaseSuccessor(id, duration, lease.needs());
  }

  /**
   * Leaves this claim to whom follows it, and renews it no more: as long as it stands, the next one
   * who wants the output looks for a later claim.
   */
  public void handOver() {
    schedule.cancel(false);
    renewal.end();
    gone.run();
    isHandedOver = true;
  }

  /** Gives up this claim alone, not those before it. */
  public void closeAlone() {
    schedule.cancel(false);
    release(false);
    gone.run();
  }

  /** Comes when another process was seen to have taken over. */
  public StopSignal loss() {
    return renewal.loss();
  }

  /** Whether it still keeps others away: not if one of them took over after a lapse. */
  public boolean isOurs() throws IOException {
    return lease.isOurs();
  }

  @Override
  public void close() {
    if (isHandedOver) {
      return;
    }
    schedule.cancel(false);
    release(true);
    gone.run(); // Until then, the end of this process waits for it.
  }

  /**
   * Gives it up, also in a thread that is being stopped.
   *
   * @param formers whether also those before it
   */
  void release(boolean formers) {
    renewal.end();
    try {
      LastRequest.run(
          () -> {
            lease.close(formers);
            return lease;
          });
    } catch (IOException | RuntimeException e) {
      remarks.accept(
          lease.object() + " could not be given up; it ends by itself: " + LeaseRenewal.shown(e));
    }
  }
}

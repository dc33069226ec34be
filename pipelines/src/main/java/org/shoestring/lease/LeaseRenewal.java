package org.shoestring.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.remote.LastRequest;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StopSignal.Cause;
import org.slf4j.LoggerFactory;

/** The renewal of one claim, again and again; it stops the work when the claim is lost. */
final class LeaseRenewal implements Runnable {
  /** How long the name of the new holder may take; the work is stopped without it, too. */
  private static final Duration TELL = Duration.ofSeconds(1);

  private final Lease lease;
  private final String name;
  private final Duration duration;
  private final Consumer<String> remarks;
  private final Consumer<String> stopRequests;
  private final StopSignal loss = new StopSignal();
  private final AtomicBoolean isStopAsked = new AtomicBoolean();
  private final AtomicBoolean isFailing = new AtomicBoolean();
  private volatile boolean ended;

  /**
   * A renewal.
   *
   * @param name of the stage, for messages
   * @param duration after which others believe this process dead
   * @param stopRequests takes why the work is to be saved and stopped, when somebody asks for that
   */
  LeaseRenewal(
      Lease lease,
      String name,
      Duration duration,
      Consumer<String> remarks,
      Consumer<String> stopRequests) {
    this.lease = lease;
    this.name = name;
    this.duration = duration;
    this.remarks = remarks;
    this.stopRequests = stopRequests;
  }

  /** Comes when another process was seen to have taken over. */
  StopSignal loss() {
    return loss;
  }

  /** From now on, nothing is told any more. */
  void end() {
    ended = true;
  }

  /**
   * Renews the claim once. A store that does not answer is no reason to stop: others may begin the
   * same, which is safe. The user is told once when that begins, and once when it is over.
   */
  @Override
  public void run() {
    try {
      if (lease.renew()) {
        isFailing.set(false);
        loss.stop(new StopSignal.Reason(Cause.LEASE_LOST, successor()));
      } else if (isFailing.getAndSet(false) && !ended) {
        remarks.accept(name + ": its claim is renewed again");
      }
      if (!ended) {
        lease.stopAsked().ifPresent(this::stopAsked);
      }
    } catch (IOException | RuntimeException e) {
      if (ended || isFailing.getAndSet(true)) {
        debug("cannot be renewed", e);
      } else {
        remarks.accept(
            name
                + ": its claim cannot be renewed now ("
                + shown(e)
                + "). The work goes on, and this is tried again; if it lasts for more than "
                + duration.toSeconds()
                + " s, another machine may do the same work");
      }
    }
  }

  /**
   * Once, in a thread of its own: a process that ends waits for its work, which needs its claim.
   */
  private void stopAsked(String by) {
    if (!isStopAsked.getAndSet(true)) {
      Thread told = new Thread(() -> stopRequests.accept(by + " asked for a stop"), "stop-asked");
      told.setDaemon(true);
      told.start();
    }
  }

  /** Why a request failed, for people. */
  static String shown(Exception failure) {
    return failure instanceof IOException io ? LocalFailure.shown(io) : failure.toString();
  }

  /** Who took over, for people. */
  private String successor() {
    Optional<LeaseHolder> successor = Optional.empty();
    try {
      successor = LastRequest.run(TELL, lease::successor).flatMap(found -> found);
    } catch (IOException | RuntimeException e) {
      debug("cannot be read", e);
    }
    return successor.map(LeaseHolder::toString).orElse("another process")
        + " took over, because this process was silent for too long";
  }

  /** The logger is asked for when there is something to log: to find it takes a while. */
  private void debug(String what, Exception failure) {
    LoggerFactory.getLogger(LeaseRenewal.class).debug("{} {}", lease.object(), what, failure);
  }
}

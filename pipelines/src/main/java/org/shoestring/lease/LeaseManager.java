package org.shoestring.lease;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.remote.LastRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The claims of this process to the outputs it makes, renewed until each is given up. */
public final class LeaseManager implements Closeable {
  /** After how long a machine that says nothing is believed dead, unless asked otherwise. */
  public static final Duration DURATION = Duration.ofSeconds(60);

  static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final ObjectStore store;
  private final Duration duration;
  private final Consumer<String> remarks;
  private final LeaseClock clock;
  private final LeaseHolder self;
  private final LeaseRenewals renewals;
  private final Thread atExit;

  /**
   * Claims in a workspace.
   *
   * @param duration of a claim that is not renewed
   * @param remarks is told whom a stage waits for, and when its claim cannot be renewed; it must
   *     not wait for somebody to read that
   */
  public LeaseManager(ObjectStore store, Duration duration, Consumer<String> remarks) {
    this(store, duration, remarks, LeaseHolder.self());
  }

  /** The same of another holder than this process. */
  public LeaseManager(
      ObjectStore store, Duration duration, Consumer<String> remarks, LeaseHolder self) {
    this(store, duration, remarks, LeaseClock.SYSTEM, self);
  }

  /** The same of another process, by its own clock. */
  public LeaseManager(
      ObjectStore store,
      Duration duration,
      Consumer<String> remarks,
      LeaseClock clock,
      LeaseHolder self) {
    this.store = store;
    this.duration = duration;
    this.remarks = remarks;
    this.clock = clock;
    this.self = self;
    this.renewals = new LeaseRenewals(duration, remarks);
    this.atExit = new Thread(renewals::giveUp, "give-up-leases");
  }

  /** Renews all claims now. */
  public void renew() {
    renewals.renew();
  }

  /** The same, given up when this process is stopped, too. */
  public static LeaseManager untilExit(
      ObjectStore store, Duration duration, Consumer<String> remarks) {
    LeaseManager leases = new LeaseManager(store, duration, remarks);
    Runtime.getRuntime().addShutdownHook(leases.atExit);
    return leases;
  }

  /**
   * Has somebody told, once for each claim, that its work is to be saved and stopped, since another
   * process asks for that; nobody heeds that otherwise.
   *
   * @param heeding takes why, for people
   */
  public void onStopRequest(Consumer<String> heeding) {
    renewals.onStopRequest(heeding);
  }

  /** Tells the user that a stage was stopped here, since another process does the same work. */
  public void tellLost(String stage, String by) {
    remarks.accept(stage + ": " + by + "; waiting for its output");
  }

  /** Tells the user something of a stage that others have claimed. */
  public void tell(String remark) {
    remarks.accept(remark);
  }

  /** A watch on the claims of others to an output. */
  public LeaseWatch watch(String output) {
    return new LeaseWatch(store, output, duration, () -> clock.now().nanos());
  }

  /**
   * Waits until nobody who lives has claimed the output.
   *
   * @param known whether the user knows who has
   * @param enough ends the wait if it is true of who has, which is looked at again and again
   * @return who has claimed it if that ended the wait; empty if nobody has who lives
   */
  public Optional<LeaseHolder> awaitFree(
      String stage, LeaseWatch watch, boolean known, Predicate<LeaseHolder> enough)
      throws IOException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    boolean told = known;
    while (watch.isHeld()) {
      Optional<LeaseHolder> other = watch.holder().filter(holder -> !holder.equals(self));
      if (other.isPresent() && enough.test(other.get())) {
        return other;
      }
      if (!told && other.isPresent()) {
        remarks.accept(
            stage + ": " + other.get() + " is running this stage; waiting for its output");
        told = true;
      }
      clock.sleep(pause);
      pause = pause.multipliedBy(2);
      if (pause.compareTo(duration.dividedBy(6)) > 0) {
        pause = duration.dividedBy(6);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether somebody who lives has claimed what is watched; waits for a sign of life.
   *
   * @param begin is told if it has to be waited for
   */
  public boolean isAlive(LeaseWatch watch, Runnable begin)
      throws IOException, InterruptedException {
    if (!watch.isHeld()) {
      return false;
    }
    begin.run();
    int known = watch.changes();
    while (watch.isHeld()) {
      if (watch.changes() > known) {
        return true;
      }
      clock.sleep(watch.lifetime().dividedBy(12));
    }
    return false;
  }

  /** Asks the holder of a claim to save and stop. */
  void request(String output, LeaseHolder holder) throws IOException {
    StopRequest.write(store, output, holder, self);
  }

  /** Takes that back; a request that stays is for nobody who comes later. */
  void withdraw(String output, LeaseHolder holder) {
    try {
      LastRequest.run(
          () -> {
            store.delete(StopRequest.object(output, holder));
            return output;
          });
    } catch (IOException | RuntimeException e) {
      log().debug("a request to stop stays", e);
    }
  }

  /** The reading of the clock in some time. */
  long nanosIn(Duration span) {
    return clock.now().nanos() + span.toNanos();
  }

  void pause(Duration pause) throws InterruptedException {
    clock.sleep(pause);
  }

  /**
   * Claims an output, if nobody has since it was looked at; closing the claim gives it up.
   *
   * @param needs the outputs that the work reads, {@code TYPE-KEY} each
   * @param stage whose output it is
   */
  public Optional<HeldLease> tryTake(LeaseWatch watch, List<String> needs, String stage)
      throws IOException {
    return claim(watch.output(), watch.next(), needs, stage);
  }

  /** The same where nobody knows the stage. */
  public Optional<HeldLease> tryTake(LeaseWatch watch, List<String> needs) throws IOException {
    return tryTake(watch, needs, watch.output());
  }

  /**
   * Claims an output though it is claimed, for the claims that are there are known to be dead.
   *
   * @param dead all of them, in order
   * @return empty if one was renewed, followed or given up since it was found dead
   */
  public Optional<HeldLease> takeOver(List<StoredObject> dead) throws IOException {
    StoredObject last = dead.get(dead.size() - 1);
    String output = LeaseClaim.output(last);
    return LeaseClaim.to(store, output).equals(dead)
        ? claim(output, LeaseClaim.generation(last) + 1, List.of(), output)
        : Optional.empty();
  }

  private Optional<HeldLease> claim(String output, int generation, List<String> needs, String name)
      throws IOException {
    if (renewals.isClosed()) {
      return Optional.empty();
    }
    Lease mine = new Lease(store, output, generation, self, duration, clock::now, needs);
    return mine.create() ? Optional.of(renewals.add(mine, name)) : Optional.empty();
  }

  @Override
  public void close() {
    renewals.giveUp();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      log().debug("this process is being stopped", e);
    }
  }

  /** Asked for when there is something to log: to find the logger takes a while. */
  private static Logger log() {
    return LoggerFactory.getLogger(LeaseManager.class);
  }
}

package org.shoestring.lease;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.shoestring.bytes.StopPatience;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.remote.LastRequest;
import org.shoestring.worker.StopSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The claims of this process to the outputs it makes, renewed until each is given up. */
public final class LeaseManager implements Closeable {
  /** After how long a machine that says nothing is believed dead, unless asked otherwise. */
  public static final Duration DURATION = Duration.ofSeconds(60);

  private static final Clock SYSTEM =
      new Clock() {
        @Override
        public Moment now() {
          return Moment.now();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
          Thread.sleep(pause.toMillis());
        }
      };
  static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  /** A store that does not answer for one claim must not keep the others from being renewed. */
  private static final int AT_ONCE = 16;

  private final ObjectStore store;
  private final Duration duration;
  private final Consumer<String> remarks;
  private final Clock clock;
  private final LeaseHolder self;
  private volatile Consumer<String> stopRequests = why -> {};
  private final Map<Lease, Held> held = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor renewals;
  private final Thread atExit = new Thread(this::giveUp, "give-up-leases");
  private volatile boolean closed;

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
    this(store, duration, remarks, SYSTEM, self);
  }

  /** The same of another process, by its own clock. */
  public LeaseManager(
      ObjectStore store,
      Duration duration,
      Consumer<String> remarks,
      Clock clock,
      LeaseHolder self) {
    this.store = store;
    this.duration = duration;
    this.remarks = remarks;
    this.clock = clock;
    this.self = self;
    this.renewals =
        new ScheduledThreadPoolExecutor(
            AT_ONCE, LeaseManager::thread, new ThreadPoolExecutor.DiscardPolicy());
    renewals.setRemoveOnCancelPolicy(true);
  }

  /** Renews all claims now. */
  public void renew() {
    held.values().forEach(claim -> claim.renewal.run());
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
    stopRequests = heeding;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "leases");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * The last signs of life of those who have claimed outputs, by output, {@code TYPE-KEY}. Dead
   * processes of this machine are left out.
   *
   * @param now by a clock that should be that of the store
   */
  public static Map<String, Heartbeat> heartbeats(ObjectStore store, Instant now)
      throws IOException {
    Set<String> outputs = new TreeSet<>();
    for (StoredObject claim : LeaseClaim.all(store)) {
      outputs.add(LeaseClaim.output(claim));
    }
    Map<String, Heartbeat> heartbeats = new TreeMap<>();
    for (String output : outputs) {
      LeaseWatch watch = new LeaseWatch(store, output, DURATION, System::nanoTime);
      if (watch.isHeld()) {
        watch.heartbeat(now).ifPresent(heartbeat -> heartbeats.put(output, heartbeat));
      }
    }
    return heartbeats;
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
  public Optional<Held> tryTake(LeaseWatch watch, List<String> needs, String stage)
      throws IOException {
    return claim(watch.output(), watch.next(), needs, stage);
  }

  /** The same where nobody knows the stage. */
  public Optional<Held> tryTake(LeaseWatch watch, List<String> needs) throws IOException {
    return tryTake(watch, needs, watch.output());
  }

  /**
   * Claims an output though it is claimed, for the claims that are there are known to be dead.
   *
   * @param dead all of them, in order
   * @return empty if one was renewed, followed or given up since it was found dead
   */
  public Optional<Held> takeOver(List<StoredObject> dead) throws IOException {
    StoredObject last = dead.get(dead.size() - 1);
    String output = LeaseClaim.output(last);
    return LeaseClaim.to(store, output).equals(dead)
        ? claim(output, LeaseClaim.generation(last) + 1, List.of(), output)
        : Optional.empty();
  }

  private Optional<Held> claim(String output, int generation, List<String> needs, String name)
      throws IOException {
    if (closed) {
      return Optional.empty();
    }
    Lease mine = new Lease(store, output, generation, self, duration, clock::now, needs);
    return mine.create() ? Optional.of(held(mine, name)) : Optional.empty();
  }

  private Held held(Lease lease, String name) {
    Held claim = new Held(lease, name);
    held.put(lease, claim);
    if (closed) {
      claim.release(true);
    }
    return claim;
  }

  /** By what claims are watched. */
  public interface Clock {
    Moment now();

    void sleep(Duration pause) throws InterruptedException;
  }

  /**
   * One who follows a claim.
   *
   * @param id of the holder
   * @param lifetime after which others believe it dead if the claim is not renewed
   * @param needs the outputs that the work reads
   */
  public record Successor(String id, Duration lifetime, List<String> needs)
      implements Serializable {
    public Successor {
      needs = List.copyOf(needs);
    }
  }

  /** A claim that this process has. */
  public final class Held implements AutoCloseable {
    private final Lease lease;
    private final LeaseRenewal renewal;
    private final Future<?> schedule;
    private volatile boolean isHandedOver;

    private Held(Lease lease, String name) {
      this.lease = lease;
      this.renewal =
          new LeaseRenewal(lease, name, duration, remarks, why -> stopRequests.accept(why));
      long period = duration.toMillis() / 3;
      this.schedule =
          renewals.scheduleWithFixedDelay(renewal, period, period, TimeUnit.MILLISECONDS);
    }

    /** The name of its object. */
    public String object() {
      return lease.object();
    }

    /** Who is expected to follow with a claim of its own, on which the work goes on elsewhere. */
    public Successor successor() {
      String id = UUID.randomUUID().toString();
      lease.expect(id);
      return new Successor(id, duration, lease.needs());
    }

    /**
     * Leaves this claim to whom follows it, and renews it no more: as long as it stands, the next
     * one who wants the output looks for a later claim.
     */
    public void handOver() {
      schedule.cancel(false);
      renewal.end();
      held.remove(lease);
      isHandedOver = true;
    }

    /** Gives up this claim alone, not those before it. */
    public void closeAlone() {
      schedule.cancel(false);
      release(false);
      held.remove(lease);
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
      held.remove(lease); // Until then, the end of this process waits for it.
    }

    /** Also in a thread that is being stopped. */
    private void release(boolean formers) {
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

  @Override
  public void close() {
    giveUp();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      log().debug("this process is being stopped", e);
    }
  }

  /** Gives up all claims; a store that does not answer at once is not waited for. */
  private void giveUp() {
    closed = true;
    List<Held> all = List.copyOf(held.values());
    all.forEach(claim -> claim.renewal.end()); // What is interrupted now has not failed.
    renewals.shutdownNow();
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
  private static List<Held> released(List<Held> claims) throws IOException {
    return ParallelRequests.each(
        claims,
        claim -> {
          claim.release(true);
          return claim;
        },
        AT_ONCE);
  }

  /** Asked for when there is something to log: to find the logger takes a while. */
  private static Logger log() {
    return LoggerFactory.getLogger(LeaseManager.class);
  }
}

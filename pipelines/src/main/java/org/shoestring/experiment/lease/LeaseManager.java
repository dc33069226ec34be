package org.shoestring.experiment.lease;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.shoestring.bytes.StopPatience;
import org.shoestring.pipeline.process.Termination;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.remote.LastRequest;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StopSignal.Cause;
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
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final long TELL_MILLIS = 1000;
  private static final String ANOTHER = "another process";
  private static final String TOOK_OVER =
      " took over, because this process was silent for too long";

  private final ObjectStore store;
  private final Duration duration;
  private final Consumer<String> remarks;
  private final Clock clock;
  private final LeaseHolder self;
  private final Map<Lease, Held> held = new ConcurrentHashMap<>();
  private final ScheduledExecutorService renewals;
  private final Thread atExit = new Thread(this::giveUp, "give-up-leases");
  private volatile boolean closed;

  /**
   * Claims in a workspace.
   *
   * @param duration of a claim that is not renewed
   * @param remarks is told whom a stage waits for, and when its claim cannot be renewed
   */
  public LeaseManager(ObjectStore store, Duration duration, Consumer<String> remarks) {
    this(store, duration, remarks, SYSTEM, LeaseHolder.self());
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
    this.renewals = new ScheduledThreadPoolExecutor(1, LeaseManager::thread);
    long period = duration.toMillis() / 3;
    var unused =
        renewals.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
  }

  /** Renews all claims. */
  public void renew() {
    held.values().forEach(this::renew);
  }

  /** The same, given up when this process is stopped, too. */
  public static LeaseManager untilExit(
      ObjectStore store, Duration duration, Consumer<String> remarks) {
    LeaseManager leases = new LeaseManager(store, duration, remarks);
    Runtime.getRuntime().addShutdownHook(leases.atExit);
    return leases;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "leases");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * A store that does not answer is no reason to stop: others may begin the same, which is safe.
   * The user is told once when that begins, and once when it is over.
   */
  private void renew(Held claim) {
    Lease lease = claim.lease;
    try {
      if (lease.renew()) {
        claim.isFailing.set(false);
        claim.loss.stop(new StopSignal.Reason(Cause.LEASE_LOST, successor(lease)));
      } else if (claim.isFailing.getAndSet(false) && !closed) {
        remarks.accept(claim.name + ": its claim is renewed again");
      }
    } catch (IOException | RuntimeException e) {
      if (closed || claim.isFailing.getAndSet(true)) {
        log().debug("{} cannot be renewed", lease.object(), e);
      } else {
        remarks.accept(
            claim.name
                + ": its claim cannot be renewed now ("
                + (e instanceof IOException io ? LocalFailure.shown(io) : e.toString())
                + "). The work goes on, and this is tried again; if it lasts for more than "
                + duration.toSeconds()
                + " s, another machine may do the same work");
      }
    }
  }

  /** Who took over, for people; the work is stopped soon even if the store does not tell. */
  private static String successor(Lease lease) {
    CompletableFuture<String> found = new CompletableFuture<>();
    thread(() -> found.complete(read(lease))).start();
    return found.completeOnTimeout(ANOTHER, TELL_MILLIS, TimeUnit.MILLISECONDS).join() + TOOK_OVER;
  }

  private static String read(Lease lease) {
    try {
      return lease.successor().map(LeaseHolder::toString).orElse(ANOTHER);
    } catch (IOException | RuntimeException e) {
      log().debug("{} cannot be read", lease.object(), e);
      return ANOTHER;
    }
  }

  /**
   * Who has claimed which output, {@code TYPE-KEY}. Whether they live is not known, but for
   * processes of this machine.
   */
  public static Map<String, String> holders(ObjectStore store) throws IOException {
    Set<String> outputs = new TreeSet<>();
    for (StoredObject claim : LeaseClaim.all(store)) {
      outputs.add(LeaseClaim.output(claim));
    }
    Map<String, String> holders = new TreeMap<>();
    for (String output : outputs) {
      LeaseWatch watch = new LeaseWatch(store, output, DURATION, System::nanoTime);
      if (watch.isHeld()) {
        watch.holder().ifPresent(holder -> holders.put(output, holder.toString()));
      }
    }
    return holders;
  }

  /** Tells the user that a stage was stopped here, since another process does the same work. */
  public void tellLost(String stage, String by) {
    remarks.accept(stage + ": " + by + "; waiting for its output");
  }

  /** A watch on the claims of others to an output. */
  public LeaseWatch watch(String output) {
    return new LeaseWatch(store, output, duration, () -> clock.now().nanos());
  }

  /**
   * Waits until nobody who lives has claimed the output.
   *
   * @param known whether the user knows who has
   */
  public void awaitFree(String stage, LeaseWatch watch, boolean known)
      throws IOException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    boolean told = known;
    while (watch.isHeld()) {
      Optional<LeaseHolder> other = watch.holder().filter(holder -> !holder.equals(self));
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
      release(lease);
    }
    return claim;
  }

  /** By what claims are watched. */
  public interface Clock {
    Moment now();

    void sleep(Duration pause) throws InterruptedException;
  }

  /** A claim that this process has. */
  public final class Held implements AutoCloseable {
    private final Lease lease;
    private final String name;
    private final StopSignal loss = new StopSignal();
    private final AtomicBoolean isFailing = new AtomicBoolean();

    private Held(Lease lease, String name) {
      this.lease = lease;
      this.name = name;
    }

    /** The name of its object. */
    public String object() {
      return lease.object();
    }

    /** Comes when another process was seen to have taken over. */
    public StopSignal loss() {
      return loss;
    }

    /** Whether it still keeps others away: not if one of them took over after a lapse. */
    public boolean isOurs() throws IOException {
      return lease.isOurs();
    }

    @Override
    public void close() {
      release(lease);
      held.remove(lease); // Until then, the end of this process waits for it.
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
    renewals.shutdownNow();
    Thread giveUp = thread(() -> held.keySet().forEach(LeaseManager::release));
    giveUp.start();
    try {
      giveUp.join(StopPatience.LAST_REQUESTS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (giveUp.isAlive()) {
      Termination.tellLast(this::tellLeft);
    }
  }

  private void tellLeft() {
    log()
        .warn(
            "the store does not answer, so that claims could not be given up in time: another machine"
                + " may have to wait for {} s",
            duration.toSeconds());
  }

  /** Also in a thread that is being stopped. */
  private static void release(Lease lease) {
    try {
      LastRequest.run(
          () -> {
            lease.close();
            return lease;
          });
    } catch (IOException | RuntimeException e) {
      log().warn("{} could not be given up; it ends by itself: {}", lease.object(), e.getMessage());
    }
  }

  /** Asked for when there is something to log: to find the logger takes a while. */
  private static Logger log() {
    return LoggerFactory.getLogger(LeaseManager.class);
  }
}

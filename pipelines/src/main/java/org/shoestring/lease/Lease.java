package org.shoestring.lease;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.CreateIfAbsent;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/**
 * This process's claim to an output in the making, {@code leases/TYPE-KEY/GENERATION}, which it
 * renews until it is closed. It saves others from doing the same work; nothing that is written
 * depends on it.
 *
 * <p>A claim of a dead process is followed by one of the next generation, of which a conditional
 * create lets one process win; only its own process writes a claim again. When all are given up,
 * the next one has the number 0 again: so whoever was silent for too long looks whose claim that of
 * its number is, before it writes or deletes it.
 */
public final class Lease implements Closeable {
  private final ObjectStore store;
  private final String output;
  private final int generation;
  private final LeaseHolder holder;
  private final Duration duration;
  private final Supplier<Moment> clock;
  private final List<String> needs;
  private long beat;
  private Moment renewed;
  private boolean lapsed;
  private boolean lost;
  private boolean released;
  private Optional<String> stopRequest = Optional.empty();
  private @Nullable String successor;

  /**
   * A claim that is not made yet.
   *
   * @param output {@code TYPE-KEY}
   * @param holder who makes it
   * @param duration after which others believe this process dead if it did not renew the claim
   * @param needs the outputs that the work reads, {@code TYPE-KEY} each
   */
  public Lease(
      ObjectStore store,
      String output,
      int generation,
      LeaseHolder holder,
      Duration duration,
      Supplier<Moment> clock,
      List<String> needs) {
    this.store = store;
    this.output = output;
    this.generation = generation;
    this.holder = holder;
    this.duration = duration;
    this.clock = clock;
    this.renewed = clock.get();
    this.needs = List.copyOf(needs);
  }

  byte[] content() {
    return new LeaseClaim(holder, duration, beat, needs).content();
  }

  /** Makes the claim; false if another process was faster. */
  public boolean create() throws IOException {
    return CreateIfAbsent.create(store, object(), content());
  }

  /** The outputs that the work reads. */
  List<String> needs() {
    return needs;
  }

  /** Its object's name. */
  public String object() {
    return LeaseClaim.object(output, generation);
  }

  /**
   * Shows the others that this process lives, unless one of them has taken over: that is seen by
   * its claim, or, if others may have believed this process dead, by there being none any more. A
   * store that does not answer says nothing about that. A claim that somebody deleted is made
   * again.
   *
   * @return whether it was found lost just now
   */
  public synchronized boolean renew() throws IOException {
    if (released || lost) {
      return false;
    }
    noteLapse();
    List<StoredObject> objects = store.list(LeaseClaim.folder(output));
    List<StoredObject> claims = LeaseClaim.claims(objects);
    stopRequest =
        objects.stream()
            .map(StoredObject::name)
            .filter(StopRequest.object(output, holder)::equals)
            .findFirst();
    if (!isLast(claims) && !madeAgain(claims)) {
      lost = true;
      return true;
    }
    beat++;
    Moment before = noteLapse();
    store.replace(object(), content());
    noteLapse();
    renewed = before; // Others may have seen it as soon as that.
    return false;
  }

  /**
   * From now on, a later claim with this id of its holder is no loss: this process has asked for
   * it, and waits for its work.
   */
  synchronized void expect(String id) {
    successor = id;
  }

  /** Who has asked this process to stop, for people; empty if nobody had at the last renewal. */
  Optional<String> stopAsked() {
    Optional<String> request;
    synchronized (this) {
      request = stopRequest;
    }
    return request.map(object -> StopRequest.by(store, object));
  }

  /** Who has the last claim there is; empty if it is given up, or cannot be told. */
  Optional<LeaseHolder> successor() throws IOException {
    List<StoredObject> claims = LeaseClaim.to(store, output);
    return claims.isEmpty()
        ? Optional.empty()
        : LeaseClaim.read(store, claims.get(claims.size() - 1))
            .map(LeaseClaim::holder)
            .filter(other -> !other.equals(holder));
  }

  /**
   * Takes note if others may have believed this process dead. A wall clock that is set forward only
   * makes it look more often.
   *
   * @return now
   */
  private Moment noteLapse() {
    Moment now = clock.get();
    lapsed |= now.isAfter(renewed, duration);
    return now;
  }

  /** Whether the claim still keeps others away; the store is asked only after a lapse. */
  public synchronized boolean isOurs() throws IOException {
    noteLapse();
    lost |= !released && !lost && lapsed && !isLast(LeaseClaim.to(store, output));
    return !released && !lost;
  }

  /** Gives the claim up, and those of the dead before it. */
  @Override
  public void close() throws IOException {
    close(true);
  }

  /**
   * Gives the claim up.
   *
   * @param formers whether with those before it: not if the one who asked for it still has one
   */
  synchronized void close(boolean formers) throws IOException {
    boolean ours = isOurs();
    released = true;
    if (!ours) {
      return; // As long as a later claim stands, this one keeps others from starting anew.
    }
    List<StoredObject> objects = store.list(LeaseClaim.folder(output));
    for (StoredObject object : objects) {
      if (StopRequest.is(output, object.name())) {
        store.delete(object.name());
      }
    }
    // The last one goes last: as long as it stands, nobody makes one of those before it again.
    for (StoredObject claim : LeaseClaim.claims(objects)) {
      int number = LeaseClaim.generation(claim);
      if (number == generation || (formers && number < generation)) {
        store.delete(claim.name());
      }
    }
  }

  /** Whether the claim was gone though nobody may have followed it, and is there again. */
  private boolean madeAgain(List<StoredObject> claims) throws IOException {
    return !lapsed && claims.isEmpty() && create();
  }

  /**
   * Whether the last of all claims is this one, and not one of its number by somebody else, which
   * can only be after a lapse; or the expected one after it.
   */
  private boolean isLast(List<StoredObject> claims) throws IOException {
    if (claims.isEmpty()) {
      return false;
    }
    StoredObject last = claims.get(claims.size() - 1);
    boolean isOfThisNumber = last.name().equals(object());
    if (isOfThisNumber && !lapsed) {
      return true;
    }
    if (!isOfThisNumber && successor == null) {
      return false;
    }
    return LeaseClaim.read(store, last)
        .map(LeaseClaim::holder)
        .filter(other -> isOfThisNumber ? other.equals(holder) : other.id().equals(successor))
        .isPresent();
  }
}

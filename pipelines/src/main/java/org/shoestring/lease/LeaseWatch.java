package org.shoestring.lease;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Age;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/**
 * Watches the claims of others to one output. A claim counts as long as it changes: how long it has
 * not is measured by this machine's clock alone, so that clocks need not agree. It is the clock
 * that nobody sets, so that nobody else's claim looks dead because a clock was set.
 */
public final class LeaseWatch {
  private final ObjectStore store;
  private final String output;
  private final Duration duration;
  private final LongSupplier nanoTime;
  private int next;
  private @Nullable StoredObject seen;
  private Optional<LeaseHolder> holder = Optional.empty();
  private Duration lifetime;
  private long seenSince;
  private int changes;

  /**
   * A watch.
   *
   * @param output {@code TYPE-KEY}
   * @param duration of claims that do not say theirs
   */
  LeaseWatch(ObjectStore store, String output, Duration duration, LongSupplier nanoTime) {
    this.store = store;
    this.output = output;
    this.duration = duration;
    this.lifetime = duration;
    this.nanoTime = nanoTime;
  }

  /** Looks, and returns whether somebody lives who has claimed the output. */
  public boolean isHeld() throws IOException {
    long asked = nanoTime.getAsLong(); // What comes may be as old as that.
    List<StoredObject> claims = LeaseClaim.to(store, output);
    if (claims.isEmpty()) {
      next = 0;
      seen = null;
      return false;
    }
    StoredObject last = claims.get(claims.size() - 1);
    if (!last.equals(seen)) {
      Optional<LeaseClaim> claim =
          LeaseClaim.read(store, last); // The number tells not whose it is.
      holder = claim.map(LeaseClaim::holder);
      lifetime = claim.map(LeaseClaim::lifetime).orElse(duration);
      seen = last;
      changes++;
      seenSince = nanoTime.getAsLong();
    }
    next = LeaseClaim.generation(last) + 1;
    boolean dead = holder.isPresent() && holder.get().isDead();
    return !dead && asked - seenSince < lifetime.toNanos();
  }

  /** Who has claimed it, when it was last looked at. */
  public Optional<LeaseHolder> holder() {
    return holder;
  }

  /** Whether there was a claim, of somebody who lives or not, when it was last looked. */
  public boolean isClaimed() {
    return seen != null;
  }

  /** When the claim was last renewed, by the clock of the store; empty if there is none. */
  public Optional<Instant> renewed() {
    return Optional.ofNullable(seen).map(StoredObject::modified);
  }

  /** How often another claim was seen, or a renewed one: whoever has the last lives. */
  int changes() {
    return changes;
  }

  /** After how long the holder is believed dead if it says nothing. */
  public Duration lifetime() {
    return lifetime;
  }

  /** The last sign of life of who has claimed it, when it was last looked at. */
  Optional<Heartbeat> heartbeat(Instant now) {
    StoredObject last = seen;
    return last == null
        ? Optional.empty()
        : holder.map(by -> new Heartbeat(by, Age.of(last.modified(), now), lifetime));
  }

  /** The output, {@code TYPE-KEY}. */
  String output() {
    return output;
  }

  /** The generation of a claim that follows those that were there when it was last looked. */
  int next() {
    return next;
  }
}

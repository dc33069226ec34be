package org.shoestring.experiment;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.shoestring.store.Agreement;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;

/**
 * This process's claim to an output in the making, {@code leases/TYPE-KEY/GENERATION}, which it
 * renews until it is closed. It saves others from doing the same work; nothing that is written
 * depends on it.
 *
 * <p>A claim of a dead process is followed by one of the next generation, of which a conditional
 * create lets one process win; only its own process writes a claim again.
 */
final class Lease implements Closeable {
  private final ObjectStore store;
  private final String output;
  private final int generation;
  private final Duration duration;
  private final List<String> needs;
  private long beat;
  private long renewed = System.nanoTime();
  private boolean lapsed;
  private boolean released;

  /**
   * A claim that is not made yet.
   *
   * @param output {@code TYPE-KEY}
   * @param duration after which others believe this process dead if it did not renew the claim
   * @param needs the outputs that the work reads, {@code TYPE-KEY} each
   */
  Lease(ObjectStore store, String output, int generation, Duration duration, List<String> needs) {
    this.store = store;
    this.output = output;
    this.generation = generation;
    this.duration = duration;
    this.needs = List.copyOf(needs);
  }

  byte[] content() {
    return new Claim(Holder.self(), duration, beat, needs).content();
  }

  /** Makes the claim; false if another process was faster. */
  boolean create() throws IOException {
    return Agreement.create(store, object(), content());
  }

  /** Its object's name. */
  String object() {
    return Claim.object(output, generation);
  }

  /** Shows the others that this process lives. */
  synchronized void renew() throws IOException {
    if (released) {
      return;
    }
    noteLapse();
    beat++;
    store.replace(object(), content());
    noteLapse();
    renewed = System.nanoTime();
  }

  /** Takes note if others may have believed this process dead. */
  private void noteLapse() {
    lapsed |= System.nanoTime() - renewed >= duration.toNanos();
  }

  /** Whether the claim still keeps others away; the store is asked only after a lapse. */
  synchronized boolean isOurs() throws IOException {
    noteLapse();
    return !released && !(lapsed && isFollowed());
  }

  /** Gives the claim up, and those of the dead before it. */
  @Override
  public synchronized void close() throws IOException {
    if (released) {
      return;
    }
    released = true;
    noteLapse();
    if (lapsed && isFollowed()) {
      return; // As long as a later claim stands, this one keeps others from starting anew.
    }
    for (int dead = generation; dead >= 0; dead--) {
      store.delete(Claim.object(output, dead));
    }
  }

  private boolean isFollowed() throws IOException {
    List<StoredObject> claims = Claim.to(store, output);
    return !claims.isEmpty() && Claim.generation(claims.get(claims.size() - 1)) > generation;
  }
}

package org.shoestring.lease;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.shoestring.spec.Age;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/**
 * The last sign of life of a process that has claimed something. A claim is renewed three times in
 * its lifetime: whoever has missed two renewals is likely dead, or cut off.
 *
 * @param silence since the last renewal
 * @param lifetime after which others take over
 */
public record Heartbeat(LeaseHolder holder, Duration silence, Duration lifetime) {

  /**
   * The last signs of life of those who have claimed outputs, by output, {@code TYPE-KEY}. Dead
   * processes of this machine are left out.
   *
   * @param now by a clock that should be that of the store
   */
  public static Map<String, Heartbeat> all(ObjectStore store, Instant now) throws IOException {
    Set<String> outputs = new TreeSet<>();
    for (StoredObject claim : LeaseClaim.all(store)) {
      outputs.add(LeaseClaim.output(claim));
    }
    Map<String, Heartbeat> heartbeats = new TreeMap<>();
    for (String output : outputs) {
      LeaseWatch watch = new LeaseWatch(store, output, LeaseManager.DURATION, System::nanoTime);
      if (watch.isHeld()) {
        watch.heartbeat(now).ifPresent(heartbeat -> heartbeats.put(output, heartbeat));
      }
    }
    return heartbeats;
  }

  /** Whether it has missed no more than one renewal. */
  boolean isAlive() {
    return silence.multipliedBy(3).compareTo(lifetime.multipliedBy(2)) <= 0;
  }

  /** Who it is, and how long ago it said so; where it is silent, when others take over. */
  public String text() {
    if (isAlive()) {
      return "at work: " + holder + ", last sign of life " + Age.ago(silence);
    }
    Duration left = lifetime.minus(silence);
    return holder
        + " has been silent for "
        + Age.span(silence)
        + (left.isNegative() || left.isZero()
            ? ", its claim has ended: the next run takes over"
            : ", its claim ends in " + Age.span(left));
  }
}

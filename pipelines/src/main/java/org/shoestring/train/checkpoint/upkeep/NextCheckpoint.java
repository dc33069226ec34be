package org.shoestring.train.checkpoint.upkeep;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.shoestring.spec.Age;
import org.shoestring.train.checkpoint.CurveMeasurements;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurveEnd;

/**
 * What the next attempt continues from, for people.
 *
 * @param next empty if no checkpoint can be restored
 * @param newest a later one, which is passed over: it is damaged, or has a bad loss
 */
public record NextCheckpoint(Optional<StoredCheckpoint> next, Optional<StoredCheckpoint> newest) {

  /**
   * The one on a storage. Of the learning curve only its end is read, unless checkpoints are bad.
   *
   * @param measurements what was measured at them, also after they were saved
   */
  public static NextCheckpoint of(
      CheckpointStorage storage, CurveMeasurements measurements, CurveEnd end) throws IOException {
    CheckpointList list = CheckpointList.unmeasured(storage);
    Optional<Checkpoint> next = good(list);
    while (next.isPresent() && measurements.hasBadLoss(next.get(), end)) {
      list = list.withBad(next.get().id());
      next = good(list);
    }
    return of(list);
  }

  /** The one that comes next, unless all are bad. */
  private static Optional<Checkpoint> good(CheckpointList list) {
    return list.next().flatMap(StoredCheckpoint::manifest).filter(one -> !one.bad());
  }

  private static NextCheckpoint of(CheckpointList list) {
    Optional<StoredCheckpoint> next = list.next();
    Optional<StoredCheckpoint> newest =
        list.checkpoints().stream()
            .filter(one -> one.isDamaged() || isBad(one))
            .filter(one -> next.isEmpty() || one.id().compareTo(next.get().id()) > 0)
            .reduce((earlier, later) -> later);
    return new NextCheckpoint(next, newest);
  }

  private static boolean isBad(StoredCheckpoint one) {
    return one.manifest().filter(Checkpoint::bad).isPresent();
  }

  /** Which one it is, when it was saved, and what is passed over; empty if there are none. */
  public Optional<String> text(Instant now) {
    Optional<String> saved =
        next.map(one -> "checkpoint " + shown(one) + " saved " + Age.ago(Age.of(one.saved(), now)));
    return saved.isPresent() || newest.isPresent()
        ? Optional.of(saved.orElse("no checkpoint can be restored") + passedOver())
        : Optional.empty();
  }

  /** The same of a command that has finished, in the middle of a sentence. */
  public String afterTheEnd(String location) {
    String last =
        next.map(
                one ->
                    "its last "
                        + (newest.isPresent() ? "good " : "")
                        + "checkpoint is "
                        + shown(one)
                        + " in ")
            .orElse(
                newest.isPresent()
                    ? "no checkpoint can be restored in "
                    : "it has saved no checkpoint in ");
    return last + location + passedOver();
  }

  private static String shown(StoredCheckpoint one) {
    return one.id() + one.manifest().map(manifest -> " (" + manifest.shown() + ")").orElse("");
  }

  private String passedOver() {
    if (newest.isPresent()) {
      StoredCheckpoint later = newest.get();
      return "; the newest, "
          + later.id()
          + ", "
          + later.fault().map(fault -> "is damaged: " + fault).orElse("has a bad loss");
    }
    return next.filter(NextCheckpoint::isBad).map(one -> "; it has a bad loss").orElse("");
  }
}

package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.preset.CheckpointPreset;

/**
 * How a training's checkpoints are saved and restored.
 *
 * @param preset what tells which files are one checkpoint; empty if the files are to tell that
 * @param kept which stay on the storage, also when the training is over; empty if the user has not
 *     said that
 * @param restore the number of the attempt and of its checkpoint to continue from; empty for the
 *     newest
 * @param fromScratch whether none is restored
 * @param lease after which a silent process is believed dead: a later attempt is looked for three
 *     times in it
 * @param grace how long the trainer has to save when it is told to end
 * @param look how long a new checkpoint may stay unnoticed
 * @param patience how long a store may fail at the end before that is the training's failure
 * @param startFrom the checkpoint of another training that this one starts from while it has none
 * @param starts which checkpoints of this training others start from
 */
public record CheckpointSettings(
    Optional<CheckpointPreset> preset,
    Optional<Retention> kept,
    Optional<Wanted> restore,
    boolean fromScratch,
    Duration lease,
    Duration grace,
    Duration look,
    Duration patience,
    Optional<StartingPoint> startFrom,
    Starts starts) {

  /** Tells which checkpoints of a training others start from, so that these stay. */
  public interface Starts {
    /** Those that are known to be used so now. */
    Set<CheckpointId> now() throws IOException;
  }

  /** Those of a training that starts from nothing. */
  public CheckpointSettings(
      Optional<CheckpointPreset> preset,
      Optional<Retention> kept,
      Optional<Wanted> restore,
      boolean fromScratch,
      Duration lease,
      Duration grace,
      Duration look,
      Duration patience) {
    this(
        preset,
        kept,
        restore,
        fromScratch,
        lease,
        grace,
        look,
        patience,
        Optional.empty(),
        Set::of);
  }

  /** A checkpoint by its numbers. */
  public record Wanted(int attempt, int sequence) {
    boolean is(CheckpointId id) {
      return Attempt.number(id.attempt()) == attempt && id.sequence() == sequence;
    }

    @Override
    public String toString() {
      return attempt + "/" + sequence;
    }
  }

  /** The same for another preset, with others that the user wants to stay. */
  public CheckpointSettings with(
      Optional<CheckpointPreset> otherPreset, Optional<Retention> others) {
    return new CheckpointSettings(
        otherPreset, others, restore, fromScratch, lease, grace, look, patience, startFrom, starts);
  }

  /** The same as one run wants it. */
  public CheckpointSettings running(
      Optional<Wanted> wanted, boolean fromNothing, Duration silence, Duration toSave) {
    return new CheckpointSettings(
        preset, kept, wanted, fromNothing, silence, toSave, look, patience, startFrom, starts);
  }

  /**
   * The same for a training among others.
   *
   * @param point the checkpoint of another one that it starts from
   * @param others which of its checkpoints others start from
   */
  public CheckpointSettings among(Optional<StartingPoint> point, Starts others) {
    return new CheckpointSettings(
        preset, kept, restore, fromScratch, lease, grace, look, patience, point, others);
  }

  /** Whether the user has said for this run what the training continues from. */
  public boolean isDecided() {
    return fromScratch || restore.isPresent();
  }

  /** The same that continues from a checkpoint, or from the newest if none is wanted. */
  public CheckpointSettings restoring(Optional<Wanted> wanted) {
    return running(wanted, false, lease, grace);
  }

  /** Which stay on the storage while it trains. */
  public Retention keep() {
    return kept.orElse(Retention.DEFAULT);
  }

  /** Whether some stay when the training is over. */
  boolean keepsAfterwards() {
    return kept.isPresent();
  }

  /** Those of an experiment that says nothing. */
  public static final CheckpointSettings DEFAULT =
      new CheckpointSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofMinutes(10));
}

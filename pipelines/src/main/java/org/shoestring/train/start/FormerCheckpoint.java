package org.shoestring.train.start;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Age;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Decimals;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.TrainingState;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.StartingPoint;

/**
 * The newest checkpoint of a training that a changed command, or other inputs, have made a former
 * one: its successor may start from it.
 *
 * @param key of the former training
 * @param saved when it was saved, by the clock of the store
 */
public record FormerCheckpoint(String key, Checkpoint checkpoint, Instant saved) {

  /**
   * The one that a training may start from which has saved none itself.
   *
   * @param own its key
   * @param former the keys of former trainings, the last begun first
   * @return empty if it has some, or no former training has
   */
  public static Optional<FormerCheckpoint> of(
      ObjectStore workspace, String own, List<String> former) throws IOException {
    if (former.stream().allMatch(own::equals)
        || !StoredCheckpoints.of(CheckpointStorage.ofKey(workspace, own)).ids().isEmpty()) {
      return Optional.empty();
    }
    for (String key : former) {
      Optional<FormerCheckpoint> found =
          key.equals(own) ? Optional.empty() : newest(workspace, key);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<FormerCheckpoint> newest(ObjectStore workspace, String key)
      throws IOException {
    StoredCheckpoints stored = StoredCheckpoints.of(CheckpointStorage.ofKey(workspace, key));
    try {
      return stored
          .newest(StoredCheckpoints.measurements(TrainingState.curve(workspace, key)), key)
          .map(
              found -> new FormerCheckpoint(key, found, stored.saved(found).orElse(Instant.EPOCH)));
    } catch (BadDataException | DamagedStartException e) {
      return Optional.empty(); // Nothing to start from.
    }
  }

  /** The hash of its files, which tells whether a training starts from it. */
  public String digest() {
    return StoredFile.digest(checkpoint.files());
  }

  /** The line of a stage that starts from it. */
  public String line() {
    return StartingPoint.KEY + ": " + key + "/" + checkpoint.id();
  }

  /** What it is, in a few words: its name, size, age, and what was measured at it. */
  public String text(Instant now) {
    StringBuilder text = new StringBuilder(checkpoint.shown());
    text.append(", ").append(Bytes.show(checkpoint.bytes()));
    text.append(", saved ").append(Age.ago(Age.of(saved, now)));
    checkpoint
        .values()
        .forEach(
            (metric, value) ->
                text.append(", ").append(metric).append(' ').append(Decimals.repr(value)));
    return text.toString();
  }
}

package org.shoestring.train.checkpoint.upkeep;

import java.time.Instant;
import java.util.Optional;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;

/**
 * A checkpoint as it lies on the storage.
 *
 * @param manifest empty if it cannot be read
 * @param fault why it cannot be restored, for people; empty if its files are there with their sizes
 * @param saved when it was complete there, by the clock of the store
 * @param machine that saved it, for people
 */
public record StoredCheckpoint(
    CheckpointId id,
    Optional<Checkpoint> manifest,
    Optional<String> fault,
    Instant saved,
    String machine) {

  /** How many bytes its files have; 0 if its manifest cannot be read. */
  public long bytes() {
    return manifest.map(Checkpoint::bytes).orElse(0L);
  }

  /** Whether its manifest cannot be read, or a file is missing or of another size. */
  public boolean isDamaged() {
    return fault.isPresent();
  }
}

package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;

/**
 * Whether the newest checkpoint may be what makes the command fail: only if two attempts in a row
 * continued from it, saved none, and ended with an error of the command itself. The next one then
 * continues from the one before; if that fails too, the checkpoint is not the cause, and the newest
 * is taken again.
 */
final class StepBack {
  private static final int IN_A_ROW = 2;

  private StepBack() {}

  /**
   * The checkpoint that an attempt should not continue from; empty if there is none.
   *
   * @param checkpoints all those on the storage
   */
  static Optional<CheckpointId> from(Attempt attempt, List<Checkpoint> checkpoints)
      throws IOException {
    Optional<CheckpointId> suspect = Optional.empty();
    Optional<Attempt> earlier = attempt.before(); // One that only removed something is none.
    for (int i = 0; i < IN_A_ROW; i++) {
      if (earlier.isEmpty()) {
        return Optional.empty();
      }
      String folder = earlier.get().folder();
      AttemptNotes notes = AttemptNotes.read(attempt.storage(), folder);
      boolean saved = checkpoints.stream().anyMatch(one -> one.id().attempt().equals(folder));
      boolean failed = notes.end().filter(AttemptNotes.End.FAILED::equals).isPresent();
      boolean same = suspect.isEmpty() || suspect.equals(notes.restored());
      if (saved || !failed || notes.restored().isEmpty() || !same) {
        return Optional.empty();
      }
      suspect = notes.restored();
      earlier = earlier.get().before();
    }
    return suspect;
  }
}

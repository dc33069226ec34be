package org.shoestring.train;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Age;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;

/** How far a training is, as any machine can see it on the storage. */
public final class TrainingState {
  private TrainingState() {}

  /** Where the learning curve of a key lies. */
  public static CurvePlace curve(ObjectStore workspace, String key) {
    return new CurvePlace(workspace, CurvePlace.ROOT + key);
  }

  /**
   * A few words: what was measured last, the newest checkpoint with its age, which is what a sudden
   * death costs, and what the last attempt continued from; empty if there was none.
   */
  public static Optional<String> text(ObjectStore workspace, String key, Instant now)
      throws IOException {
    List<String> parts = new ArrayList<>();
    try {
      CurveReader.of(curve(workspace, key)).summary().ifPresent(end -> parts.add(end.text(now)));
      CheckpointStorage storage = CheckpointStorage.ofKey(workspace, key);
      storage.newest().ifPresent(newest -> parts.add(text(newest, now)));
      Optional<Attempt> last = Attempt.last(storage);
      if (last.isPresent()) {
        parts.add(text(last.get(), AttemptNotes.read(storage, last.get().folder())));
      }
    } catch (BadDataException e) {
      parts.add(String.valueOf(e.getMessage())); // The other stages are told all the same.
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  private static String text(CheckpointStorage.Saved newest, Instant now) {
    return "checkpoint "
        + newest.checkpoint().id()
        + " ("
        + newest.checkpoint().shown()
        + ") saved "
        + Age.ago(Age.of(newest.saved(), now));
  }

  private static String text(Attempt last, AttemptNotes notes) {
    String attempt = "attempt " + last.number();
    if (notes.restored().isPresent()) {
      return attempt + " continued from " + notes.restored().get();
    }
    return attempt + " started from " + notes.start().orElse("nothing");
  }
}

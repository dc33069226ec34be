package org.shoestring.train;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;

/** How far a training is, as any machine can see it on the storage. */
public final class TrainingState {
  private TrainingState() {}

  /** Where the learning curve of a key lies. */
  static CurvePlace curve(ObjectStore workspace, String key) {
    return new CurvePlace(workspace, CurvePlace.ROOT + key);
  }

  /**
   * A few words: what was measured last, and the newest checkpoint with its age, which is what a
   * sudden death costs; empty if there is neither.
   */
  public static Optional<String> text(ObjectStore workspace, String key, Instant now)
      throws IOException {
    List<String> parts = new ArrayList<>();
    try {
      CurveReader.of(curve(workspace, key)).summary().ifPresent(end -> parts.add(end.text(now)));
      CheckpointStorage.ofKey(workspace, key)
          .newest()
          .ifPresent(newest -> parts.add(text(newest, now)));
    } catch (BadDataException e) {
      parts.add(String.valueOf(e.getMessage())); // The other stages are told all the same.
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  private static String text(CheckpointStorage.Saved newest, Instant now) {
    Duration age = Duration.between(newest.saved(), now);
    return "checkpoint "
        + newest.checkpoint().id()
        + " ("
        + newest.checkpoint().shown()
        + ") saved "
        + ago(age.isNegative() ? Duration.ZERO : age);
  }

  private static String ago(Duration age) {
    if (age.toMinutes() < 2) {
      return age.toSeconds() + " s ago";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + " min ago";
    }
    return age.toDays() < 2 ? age.toHours() + " h ago" : age.toDays() + " days ago";
  }
}

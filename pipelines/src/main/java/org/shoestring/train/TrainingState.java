package org.shoestring.train;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.checkpoint.CurveMeasurements;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.upkeep.NextCheckpoint;
import org.shoestring.train.curve.CurveEnd;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;

/** How far a training is, as any machine can see it on the storage. */
public final class TrainingState {
  private TrainingState() {}

  /** Where the learning curve of a key lies. */
  public static CurvePlace curve(ObjectStore workspace, String key) {
    return new CurvePlace(workspace, CurvePlace.ROOT + key);
  }

  /** That of the training of a key, in a few words. */
  public static Optional<String> text(ObjectStore workspace, String key, Instant now)
      throws IOException {
    CurveReader curve = CurveReader.of(curve(workspace, key));
    return text(curve, CheckpointStorage.ofKey(workspace, key), now);
  }

  /**
   * A few words: what was measured last; the checkpoint that the next attempt continues from, whose
   * age is what a sudden death costs; what the last attempt continued from, and how it ended. Empty
   * if there was none.
   */
  public static Optional<String> text(CurveReader curve, CheckpointStorage storage, Instant now)
      throws IOException {
    List<String> parts = new ArrayList<>();
    CurveEnd end = curve.end();
    add(parts, () -> end.summary().map(summary -> summary.text(now)));
    CurveMeasurements measured = new CurveMeasurements(curve, parts::add);
    add(parts, () -> NextCheckpoint.of(storage, measured, end).text(now));
    add(parts, () -> lastAttempt(storage));
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  /** One of the parts, which is there or not. */
  private interface Part {
    Optional<String> text() throws IOException;
  }

  private static void add(List<String> parts, Part part) throws IOException {
    try {
      part.text().ifPresent(parts::add);
    } catch (BadDataException e) {
      parts.add(String.valueOf(e.getMessage())); // The rest is told all the same.
    }
  }

  private static Optional<String> lastAttempt(CheckpointStorage storage) throws IOException {
    Optional<Attempt> last = Attempt.last(storage);
    return last.isEmpty()
        ? Optional.empty()
        : Optional.of(text(last.get(), AttemptNotes.read(storage, last.get().folder())));
  }

  private static String text(Attempt last, AttemptNotes notes) {
    if (notes.end().equals(Optional.of(AttemptNotes.End.PUSHED))) {
      return "attempt " + last.number() + " was pushed by hand";
    }
    String begin =
        notes
            .restored()
            .map(from -> " continued from " + from)
            .orElseGet(() -> " started from " + notes.start().orElse("nothing"));
    return "attempt " + last.number() + begin + notes.end().map(TrainingState::text).orElse("");
  }

  private static String text(AttemptNotes.End end) {
    return switch (end) {
      case WELL -> " and finished";
      case FAILED -> " and failed";
      case STOPPED -> " and was stopped";
      case PUSHED -> "";
    };
  }
}

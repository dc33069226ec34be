package org.shoestring.experiment;

import java.util.List;
import java.util.Optional;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.FactLine;
import org.shoestring.train.TrainWork;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.StartingPoint;

/**
 * The checkpoint that a training starts from, as the record of its stage has it: {@code start-from
 * WRITTEN DIGEST KEY NAME}. One of the same workspace is no garbage. If it is removed nevertheless,
 * its digest still tells the key of the training that was made from it.
 *
 * @param written as the experiment names it
 * @param digest of its files
 * @param key of its training; empty if it lies elsewhere, or is gone
 * @param object the name of its manifest below the place of its training; empty as the key is
 */
public record RecordedStart(String written, String digest, String key, String object) {
  /** What its line begins with. */
  static final String LINE = StartingPoint.KEY;

  /** What the work of a stage starts from; empty for nothing. */
  public static Optional<RecordedStart> of(StageWork work, ObjectStore workspace) {
    return startingPoint(work).map(point -> of(point, workspace));
  }

  /** The same as its training has it. */
  public static Optional<StartingPoint> startingPoint(StageWork work) {
    return work instanceof TrainWork training
        ? training.checkpoints().flatMap(CheckpointSettings::startFrom)
        : Optional.empty();
  }

  private static RecordedStart of(StartingPoint point, ObjectStore workspace) {
    Optional<String> key = point.keyIn(workspace);
    return key.isPresent() && point.found().isPresent()
        ? new RecordedStart(
            point.written(),
            point.digest(),
            key.get(),
            point.found().get().checkpoint().id().object())
        : new RecordedStart(point.written(), point.digest(), "", "");
  }

  /** The checkpoint, if it lies in the same workspace. */
  public Optional<CheckpointId> id() {
    return Optional.ofNullable(CheckpointId.ofObject(object));
  }

  List<String> line() {
    return List.of(LINE, written, digest, key, object);
  }

  /** The one of a line that {@link #line} made. */
  static RecordedStart of(List<String> line) {
    return new RecordedStart(line.get(1), line.get(2), line.get(3), line.get(4));
  }

  /**
   * Fails for a line that {@link #line} never makes.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static void check(FactLine line) {
    line.with(4).word(1);
    line.sha256(2);
    if (!line.text(3).isEmpty() || !line.text(4).isEmpty()) {
      String key = line.key(3);
      if (of(line.fields()).id().isEmpty()) {
        throw new IllegalArgumentException("'" + line.text(4) + "' is not a checkpoint of " + key);
      }
    }
  }
}

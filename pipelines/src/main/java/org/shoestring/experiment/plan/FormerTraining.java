package org.shoestring.experiment.plan;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.TrainWork;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.start.FormerCheckpoint;

/** Tells that a changed training would leave the checkpoints of its former one unused. */
final class FormerTraining {
  private FormerTraining() {}

  /**
   * A sentence and the line to add; empty if there is nothing to start from, or the user has
   * decided.
   *
   * @param former the keys of the trainings of the stage before, the last begun first
   */
  static Optional<String> hint(
      ExaminedStage examined, ObjectStore workspace, List<String> former, Instant now)
      throws IOException {
    StageWork work = examined.work();
    if (!(work instanceof TrainWork training) || examined.finished().isPresent()) {
      return Optional.empty();
    }
    Optional<CheckpointSettings> settings = training.checkpoints();
    if (settings.isEmpty() || settings.get().isDecided()) {
      return Optional.empty();
    }
    String own = work.recipe().key();
    return FormerCheckpoint.of(workspace, own, former).map(found -> hint(examined, found, now));
  }

  private static String hint(ExaminedStage examined, FormerCheckpoint found, Instant now) {
    String name = examined.stage().name();
    return name
        + ": this training has no checkpoints and starts from nothing, because something has"
        + " changed since its former one, which has some. To start from the newest of them ("
        + found.text(now)
        + "), add this line to stage "
        + name
        + ", "
        + examined.stage().where()
        + ":\n    "
        + found.line();
  }
}

package org.shoestring.experiment.plan;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.TrainWork;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.start.FormerCheckpoint;

/** Tells that a changed training would leave the checkpoints of its former one unused. */
final class FormerTraining {
  private FormerTraining() {}

  /**
   * A sentence and the line to write; empty if there is nothing to start from, the training starts
   * from that already, or the user has decided.
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
    Optional<StartingPoint> start = settings.get().startFrom();
    return FormerCheckpoint.of(workspace, own, former)
        .filter(found -> start.isEmpty() || !start.get().digest().equals(found.digest()))
        .map(found -> hint(examined, start, found, now));
  }

  private static String hint(
      ExaminedStage examined, Optional<StartingPoint> start, FormerCheckpoint found, Instant now) {
    String name = examined.stage().name();
    String stage = "stage " + name + ", " + examined.stage().where();
    return name
        + ": this training has no checkpoints and starts from "
        + start.map(StartingPoint::shown).orElse("nothing")
        + ", because something has changed since its former one, which has some. To start from the"
        + " newest of them ("
        + found.text(now)
        + "), "
        + (start.isPresent()
            ? "replace the line " + StartingPoint.KEY + " of " + stage + ", with this one"
            : "add this line to " + stage)
        + ":\n    "
        + found.line();
  }
}

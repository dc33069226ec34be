package org.shoestring.experiment.plan;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.Recipe;
import org.shoestring.train.TrainWork;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.start.FormerCheckpoint;

/**
 * A changed training that would leave the checkpoints of its former one unused.
 *
 * @param now its recipe
 * @param start what it starts from; empty for nothing
 * @param found the newest checkpoint of the former one
 */
record FormerTraining(
    ExaminedStage examined, Recipe now, Optional<StartingPoint> start, FormerCheckpoint found) {

  /**
   * The one of a stage; empty if there is nothing to start from, the training starts from that
   * already, or the user has decided.
   *
   * @param former the keys of the trainings of the stage before, the last begun first
   */
  static Optional<FormerTraining> of(
      ExaminedStage examined, ObjectStore workspace, List<String> former) throws IOException {
    StageWork work = examined.work();
    if (!(work instanceof TrainWork training) || examined.finished().isPresent()) {
      return Optional.empty();
    }
    Optional<CheckpointSettings> settings = training.checkpoints();
    if (settings.isEmpty() || settings.get().isDecided()) {
      return Optional.empty();
    }
    Recipe now = work.recipe();
    Optional<StartingPoint> start = settings.get().startFrom();
    return FormerCheckpoint.of(workspace, now.key(), former)
        .filter(found -> start.isEmpty() || !start.get().digest().equals(found.digest()))
        .map(found -> new FormerTraining(examined, now, start, found));
  }

  /**
   * A sentence and the line to write.
   *
   * @param last the recipe of the output that the stage last had: that of the former training if it
   *     was finished; otherwise nothing tells what has changed
   * @param inputs names for the inputs of the stage, in order
   */
  String hint(Optional<Recipe> last, List<String> inputs, Instant at) {
    String name = examined.stage().name();
    String stage = "stage " + name + ", " + examined.stage().where();
    String changes =
        last.filter(before -> before.key().equals(found.key()))
            .map(before -> String.join(", ", RecipeDiff.between(before, now, inputs)))
            .orElse("something has changed");
    return name
        + ": this training has no checkpoints and starts from "
        + start.map(StartingPoint::shown).orElse("nothing")
        + ", because "
        + changes
        + " since its former one, which has some. To start from the newest of them ("
        + found.text(at)
        + "), "
        + (start.isPresent()
            ? "replace the line " + StartingPoint.KEY + " of " + stage + ", with this one"
            : "add this line to " + stage)
        + ":\n    "
        + found.line();
  }
}

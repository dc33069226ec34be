package org.shoestring.experiment.plan;

import java.io.IOException;
import java.util.Optional;
import org.shoestring.experiment.Stage;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.Plural;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Output;
import org.shoestring.train.TrainWork;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;

/** What is done of a stage whose output does not exist yet: a run continues after that. */
final class PartialWork {
  private PartialWork() {}

  /** So many shards or checkpoints, for people; empty if there are none. */
  static Optional<String> of(Stage stage, StageWork work, Output output, ObjectStore workspace)
      throws IOException {
    if (work instanceof TrainWork training) {
      return checkpoints(training, workspace);
    }
    int done = output.records().names().size();
    if (done == 0) {
      return Optional.empty();
    }
    boolean counted = work.units() > 0 && stage.leavesOneRecordPerUnit();
    return Optional.of(
        counted
            ? Math.min(done, work.units()) + "/" + work.units() + " shards are done"
            : done + " shards are done");
  }

  private static Optional<String> checkpoints(TrainWork training, ObjectStore workspace)
      throws IOException {
    Optional<CheckpointSettings> settings = training.checkpoints();
    if (settings.isEmpty() || settings.get().fromScratch()) {
      return Optional.empty();
    }
    int saved =
        CheckpointStorage.ofKey(workspace, training.recipe().key()).list().checkpoints().size();
    return saved == 0
        ? Optional.empty()
        : Optional.of(Plural.of(saved, "checkpoint") + (saved == 1 ? " is" : " are") + " saved");
  }
}

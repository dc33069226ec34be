package org.shoestring.experiment.gc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.shoestring.experiment.GarbageFixture;
import org.shoestring.train.checkpoint.Retention;

/** A training in a workspace, of whose checkpoints some may be garbage. */
abstract class TrainingGarbageFixture extends GarbageFixture {
  static final Duration MONTH = Duration.ofDays(31);

  final Path folder;
  final StoredTraining training;

  TrainingGarbageFixture(Path folder) throws IOException {
    super(folder);
    this.folder = folder;
    this.training = new StoredTraining(store, folder.resolve("machine"));
  }

  final void attempt(String... names) throws Exception {
    training.attempt(Retention.DEFAULT, names);
  }

  final String garbageLine() {
    return "CHECKPOINTS " + training.checkpoints;
  }
}

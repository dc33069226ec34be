package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.Output;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.LinesPreset;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.checkpoint.TrainingCheckpoints;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;
import org.shoestring.tsv.codec.Codec;

/** A training in a workspace, with attempts that save real checkpoints. */
final class StoredTraining {
  static final Retention KEEPING = new Retention(5, 0, Optional.empty(), false, 0);

  final Recipe recipe = new Recipe("train", List.of(), List.of());
  final String key = recipe.key();
  final String output = "train-" + key;
  final String checkpoints = "_checkpoints/" + key;
  final String curve = "_curves/" + key;

  private final ObjectStore store;
  private final Path machine;

  StoredTraining(ObjectStore store, Path machine) {
    this.store = store;
    this.machine = machine;
  }

  /** The same training on another machine. */
  StoredTraining on(Path other) {
    return new StoredTraining(store, other);
  }

  TrainingCheckpoints begin(Retention keep) throws IOException {
    return TrainingCheckpoints.begin(
        CheckpointStorage.ofKey(store, key),
        machine.resolve("checkpoints"),
        machine.resolve("scratch"),
        new CheckpointSettings(
            Optional.of(new LinesPreset()),
            Optional.of(keep).filter(kept -> !kept.equals(Retention.DEFAULT)),
            Optional.empty(),
            false,
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMillis(10),
            Duration.ofSeconds(5)),
        "test",
        CurveReader.of(new CurvePlace(store, curve)),
        remark -> {});
  }

  /** An attempt that saves these checkpoints and fails. */
  void attempt(Retention keep, String... names) throws Exception {
    try (TrainingCheckpoints attempt = begin(keep)) {
      BlockingQueue<String> saved = new LinkedBlockingQueue<>();
      attempt.watch(
          new TrainingCheckpoints.Listener() {
            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }
          });
      for (String name : names) {
        Files.writeString(attempt.folder().resolve(name), name + "\nend\n");
        assertThat(saved.take()).isEqualTo(name);
      }
      attempt.endFailed(true, "exit code 1");
    }
  }

  /** Makes the output. */
  void finish() throws IOException {
    StoredFile model = new StoredFile("model", 1, "0".repeat(64));
    assertThat(store.create("outputs/" + output + "/" + model.object(), new byte[1])).isTrue();
    Manifest manifest =
        new Manifest(recipe, Codec.GZIP, Map.of(), List.of(), Map.of(), List.of(model));
    Manifest made =
        Output.in(Stores.withoutOptions(), store.location(), output, Codec.GZIP, 6)
            .commit(manifest);
    assertThat(made).isEqualTo(manifest);
  }

  /** What is there of checkpoints, without what differs from one run to another. */
  List<String> left() throws IOException {
    List<String> left = new ArrayList<>();
    for (StoredObject object : store.list(checkpoints + "/")) {
      left.add(
          object
              .name()
              .substring(checkpoints.length() + 1)
              .replaceFirst("-[0-9a-f]{8}/", "/")
              .replaceFirst("/[0-9a-f]{16}/", "/HASH/"));
    }
    return left;
  }

  /** The folder of the attempt of that number. */
  String folder(int attempt) throws IOException {
    String start = String.format(Locale.ROOT, "%s/%06d-", checkpoints, attempt);
    String name = store.list(start).get(0).name();
    return name.substring(0, name.indexOf('/', start.length()));
  }
}

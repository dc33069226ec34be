package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.shoestring.files.FolderWalk;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;
import org.shoestring.train.curve.CurveWriter;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.worker.StopSignal;

/** Attempts of one training on machines that share a store, each a folder. */
final class CheckpointBench {
  static final CheckpointSettings SETTINGS = settings(Optional.empty(), false);

  final List<String> remarks = new CopyOnWriteArrayList<>();
  final Path folder;
  final ObjectStore store;
  final CheckpointStorage storage;
  final CurvePlace curve;

  CheckpointBench(Path folder, ObjectStore store) {
    this.folder = folder;
    this.store = store;
    this.storage = new CheckpointStorage(store, "run/");
    this.curve = new CurvePlace(store, "curve");
  }

  Path checkpoints(String machine) {
    return folder.resolve(machine).resolve("checkpoints");
  }

  TrainingCheckpoints begin(String machine) throws IOException {
    return begin(machine, SETTINGS);
  }

  TrainingCheckpoints begin(String machine, CheckpointSettings settings) throws IOException {
    return TrainingCheckpoints.begin(
        storage,
        checkpoints(machine),
        folder.resolve(machine).resolve("scratch"),
        settings,
        machine,
        CurveReader.of(curve),
        remarks::add);
  }

  /** An attempt whose trainer writes these and fails. */
  void attempt(String machine, String... names) throws Exception {
    attempt(machine, SETTINGS, 1, names);
  }

  /** The same with other settings and another exit code. */
  void attempt(String machine, CheckpointSettings settings, int exitCode, String... names)
      throws Exception {
    try (TrainingCheckpoints attempt = begin(machine, settings)) {
      BlockingQueue<String> saved = new LinkedBlockingQueue<>();
      attempt.watch(
          new TrainingCheckpoints.Listener() {
            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }
          });
      for (String name : names) {
        write(machine, name, name + " on " + machine);
        assertThat(saved.take()).isEqualTo(name);
      }
      attempt.endFailed(exitCode != 137, "exit code " + exitCode);
    }
  }

  /** Saves what a command has left that ended well. */
  void saveUnsaved(String machine, CheckpointSettings settings) throws IOException {
    UnsavedCheckpoints.save(
        storage,
        checkpoints(machine),
        folder.resolve(machine).resolve("scratch"),
        settings,
        machine,
        CurveReader.of(curve),
        remarks::add);
  }

  /** Begins an attempt that writes nothing, and tells what it continues from. */
  String begins(String machine, CheckpointSettings settings) throws IOException {
    try (TrainingCheckpoints attempt = begin(machine, settings)) {
      return attempt.beginning();
    }
  }

  /** Stores what the command of an attempt has printed, tabs as blanks. */
  void print(int attempt, String... lines) {
    try (CurveWriter writer =
        CurveWriter.start(curve, attempt, MetricFormat.TSV, new StopSignal(), remarks::add)) {
      for (String line : lines) {
        byte[] bytes = (line.replace(' ', '\t') + "\n").getBytes(StandardCharsets.UTF_8);
        writer.take(bytes, bytes.length);
      }
    }
  }

  /** Settings for an attempt that goes on from a given checkpoint, or from none. */
  static CheckpointSettings settings(
      Optional<CheckpointSettings.Wanted> restore, boolean fromScratch) {
    return new CheckpointSettings(
        Optional.of(new LinesPreset()),
        Optional.empty(),
        restore,
        fromScratch,
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofMillis(10),
        Duration.ofSeconds(5));
  }

  static CheckpointSettings keeping(Retention keep) {
    return SETTINGS.with(SETTINGS.preset(), Optional.of(keep));
  }

  /** Writes a whole checkpoint as a trainer would. */
  void write(String machine, String name, String content) throws IOException {
    Files.createDirectories(checkpoints(machine));
    Files.writeString(checkpoints(machine).resolve(name), content + "\nend\n");
  }

  /** What is in the trainer's folder, by names. */
  Map<String, String> local(String machine) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path file : FolderWalk.entries(checkpoints(machine))) {
      files.put(
          file.getFileName().toString(), Files.readString(file).replace("\nend\n", "").strip());
    }
    return files;
  }

  /** The names of the checkpoints on the store, as {@code 1/2 step-7}. */
  List<String> stored() throws IOException {
    List<String> names = new ArrayList<>();
    for (CheckpointId id : storage.list().checkpoints()) {
      names.add(id + " " + storage.read(id).orElseThrow().name());
    }
    return names;
  }

  /** The object of the file of a checkpoint. */
  String object(String checkpoint) throws IOException {
    for (CheckpointId id : storage.list().checkpoints()) {
      if (id.toString().equals(checkpoint)) {
        Checkpoint found = storage.read(id).orElseThrow();
        return storage.object(id.attempt() + "/" + found.files().get(0).object());
      }
    }
    throw new AssertionError(checkpoint + " is not there");
  }

  /** How many objects of files there are. */
  long files() throws IOException {
    return store.list(storage.object("")).stream()
        .map(StoredObject::name)
        .filter(name -> name.contains("/_files/"))
        .count();
  }
}

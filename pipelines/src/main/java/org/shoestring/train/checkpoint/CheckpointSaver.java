package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.store.object.StoreException;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.checkpoint.local.Snapshot;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.Measured;
import org.shoestring.train.checkpoint.storage.SupersededException;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FoundCheckpoint;

/**
 * Saves the checkpoints of one attempt: files first, several at a time and each content once, then
 * the manifest, which is read back before an older checkpoint is removed.
 */
final class CheckpointSaver {
  private static final long MOST_STEPS = 1_000_000_000_000_000L;

  private final Attempt attempt;
  private final CheckpointStorage storage;
  private final Path snapshots;
  private final Retention keep;
  private final CheckpointSettings.Starts starts;

  /** Those on the storage, from the oldest to the newest. */
  private final List<Checkpoint> saved;

  /** The objects of files that this attempt has sent. */
  private final Set<String> sent = new HashSet<>();

  /** The measurements that go with a checkpoint. */
  interface Measuring {
    /** What was measured at it. */
    Measured measured() throws IOException;

    /** Its files are on the storage; its manifest comes when this returns. */
    default void sent() throws IOException {}
  }

  private Optional<CheckpointId> resumedFrom = Optional.empty();
  private Set<CheckpointId> startedFrom = Set.of();
  private Optional<String> fault = Optional.empty();
  private int count;

  /** A number is not taken again: its manifest may exist, though the store did not say so. */
  private int next = 1;

  /**
   * A saver.
   *
   * @param snapshots a local folder for copies
   * @param before the checkpoints of earlier attempts, from the oldest to the newest
   */
  CheckpointSaver(
      Attempt attempt, Path snapshots, CheckpointSettings settings, List<Checkpoint> before) {
    this.attempt = attempt;
    this.storage = attempt.storage();
    this.snapshots = snapshots;
    this.keep = settings.keep();
    this.starts = settings.starts();
    this.saved = new ArrayList<>(before);
  }

  /** Takes note of what the attempt continued from, which is not removed. */
  void resumedFrom(CheckpointId id) {
    resumedFrom = Optional.of(id);
  }

  /** Takes note of what is on the storage: another attempt may have changed that meanwhile. */
  void knows(List<Checkpoint> all) {
    saved.clear();
    saved.addAll(all);
  }

  /** Those on the storage, from the oldest to the newest. */
  List<Checkpoint> saved() {
    return List.copyOf(saved);
  }

  /** How many this attempt has saved. */
  int count() {
    return count;
  }

  /** What was wrong with the content that was to be saved last; empty if nothing was. */
  Optional<String> fault() {
    return fault;
  }

  /**
   * Saves a checkpoint.
   *
   * @param folder the trainer's
   * @param measuring tells what belongs to it
   * @return empty if its files are not complete, or were changed meanwhile
   * @throws SupersededException if a later attempt has begun
   */
  Optional<Checkpoint> save(
      CheckpointPreset preset, Path folder, FoundCheckpoint found, Measuring measuring)
      throws IOException {
    fault = Optional.empty();
    Optional<Snapshot> taken = Snapshot.take(folder, found, snapshots.resolve("snapshot"));
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    try (Snapshot snapshot = taken.get()) {
      fault = preset.fault(snapshot.folder(), found);
      if (fault.isPresent()) {
        return Optional.empty();
      }
      Measured measured = measuring.measured();
      List<StoredFile> files = List.copyOf(snapshot.files().keySet());
      Checkpoint checkpoint =
          new Checkpoint(
              new CheckpointId(attempt.folder(), next++),
              preset.name(),
              found.name(),
              step(found),
              measured.values(),
              measured.bad(),
              files);
      return Optional.of(save(checkpoint, snapshot.files(), measuring));
    }
  }

  /** A number that is no step, but a time, say, would not be read back. */
  private static OptionalLong step(FoundCheckpoint found) {
    boolean isStep = found.step().isPresent() && found.step().getAsLong() < MOST_STEPS;
    return isStep ? found.step() : OptionalLong.empty();
  }

  /**
   * Saves what an earlier attempt has left in the folder.
   *
   * @param related those on the storage that it may be
   * @param measuring tells what belongs to it, if it is saved
   * @return it, or the one on the storage that has the same content; empty if its files are not
   *     complete
   */
  Optional<Checkpoint> saveUnlessStored(
      CheckpointPreset preset,
      Path folder,
      FoundCheckpoint found,
      List<Checkpoint> related,
      Measuring measuring)
      throws IOException {
    Optional<Snapshot> taken = Snapshot.take(folder, found, snapshots.resolve("snapshot"));
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    try (Snapshot snapshot = taken.get()) {
      Set<StoredFile> own = own(snapshot.files().keySet(), found);
      for (Checkpoint one : related) {
        if (own(one.files(), found).equals(own)) {
          return Optional.of(one);
        }
      }
    }
    return save(preset, folder, found, measuring);
  }

  private static Set<StoredFile> own(Collection<StoredFile> files, FoundCheckpoint found) {
    Set<StoredFile> own = new HashSet<>(files);
    own.removeIf(file -> found.pointers().contains(file.path()));
    return own;
  }

  private Checkpoint save(
      Checkpoint checkpoint, Map<StoredFile, HashedFile> files, Measuring measuring)
      throws IOException {
    List<Map.Entry<StoredFile, HashedFile>> missing =
        files.entrySet().stream().filter(file -> !sent.contains(object(file.getKey()))).toList();
    send(missing);
    measuring.sent();
    attempt.check();
    byte[] text = checkpoint.text().getBytes(StandardCharsets.UTF_8);
    boolean made = storage.store().create(storage.object(checkpoint.id().object()), text);
    Optional<Checkpoint> there = storage.read(checkpoint.id());
    if (there.isEmpty() || !there.get().equals(checkpoint)) {
      throw new StoreException(
          storage.shown()
              + "/"
              + checkpoint.id().object()
              + ": was "
              + (made ? "written" : "there")
              + ", but cannot be read back as it was written",
          null);
    }
    count++;
    saved.add(checkpoint);
    return checkpoint;
  }

  /** Sends files, and takes note of each that arrived, also if another one did not. */
  private void send(List<Map.Entry<StoredFile, HashedFile>> files) throws IOException {
    Set<String> arrived = ConcurrentHashMap.newKeySet();
    try {
      List<Boolean> unused =
          ParallelTransfers.each(
              files,
              file -> {
                String object = object(file.getKey());
                storage.store().send(storage.object(object), file.getValue());
                return arrived.add(object);
              });
    } finally {
      sent.addAll(arrived);
    }
  }

  private String object(StoredFile file) {
    return attempt.folder() + "/" + file.object();
  }

  /**
   * Removes what need not stay.
   *
   * @param measuring tells what was measured at checkpoints of this attempt after they were saved
   * @return what was removed
   * @throws SupersededException if a later attempt has begun: only that one removes anything
   */
  List<Checkpoint> prune(TrainingCheckpoints.Listener measuring) throws IOException {
    measureAgain(measuring);
    List<Checkpoint> removed = new ArrayList<>();
    for (Checkpoint old : removable()) {
      attempt.check();
      storage.store().delete(storage.object(old.id().object())); // First: nobody restores a part.
      saved.remove(old);
      Set<String> needed = new HashSet<>();
      saved.forEach(one -> one.files().forEach(file -> needed.add(one.object(file))));
      List<String> files =
          old.files().stream()
              .map(file -> old.object(file))
              .filter(object -> !needed.contains(object))
              .distinct()
              .toList();
      files.forEach(sent::remove);
      storage.deleteFiles(files);
      removed.add(old);
    }
    return removed;
  }

  /** Those that need not stay; others are asked only when there are more of them. */
  private List<Checkpoint> removable() throws IOException {
    List<Checkpoint> removable = new ArrayList<>(keep.removable(saved, resumedFrom));
    removable.removeIf(one -> startedFrom.contains(one.id()));
    if (!removable.isEmpty()) {
      startedFrom = starts.now();
      removable.removeIf(one -> startedFrom.contains(one.id()));
    }
    return removable;
  }

  /**
   * A step may be evaluated after it was saved, and be among the best then, or bad. What is
   * measured at a step says nothing about earlier ones.
   */
  private void measureAgain(TrainingCheckpoints.Listener measuring) {
    OptionalLong lowest = measuring.takeLowestStep();
    for (int i = 0; i < saved.size() && lowest.isPresent(); i++) {
      Checkpoint one = saved.get(i);
      if (one.id().attempt().equals(attempt.folder())
          && one.step().isPresent()
          && one.step().getAsLong() >= lowest.getAsLong()) {
        Measured now = measuring.measured(one.step(), Instant.now());
        saved.set(i, one.and(now));
      }
    }
  }
}

package org.shoestring.experiment.gc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shoestring.experiment.gc.UnusedObjects.Kind;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.removal.Removal;
import org.shoestring.train.TrainWork;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.CheckpointStorage.Role;
import org.shoestring.train.curve.CurvePlace;

/**
 * Which checkpoints and learning curves nobody has use for. A training that was not finished keeps
 * all its checkpoints while an experiment's record names it; after that, the newest one for a
 * month, since a small change of a command is another training, which may start from it. What a
 * record says that another training starts from stays as long as the record.
 */
final class TrainingGarbage {
  /** How long the newest checkpoint stays of a training that no record names any more. */
  private static final Duration UNFINISHED = Duration.ofDays(30);

  private final ObjectStore store;
  private final Duration grace;
  private final OutputsInUse inUse;
  private KeptTrainings young = KeptTrainings.NONE;
  private KeptTrainings unfinished = KeptTrainings.NONE;

  TrainingGarbage(ObjectStore store, Duration grace, OutputsInUse inUse) {
    this.store = store;
    this.grace = grace;
    this.inUse = inUse;
  }

  /** Why something stays. */
  enum Stay {
    /** Nothing of it, or nothing that a training could continue from. */
    NOTHING,
    /** Somebody has use for it. */
    USED,
    /** It was written to lately. */
    YOUNG,
    /** Other trainings start from some of it. */
    STARTED_FROM,
    /** Its training may still be gone on with. */
    FOR_A_WHILE
  }

  /**
   * What is to become of a folder.
   *
   * @param garbage in steps, which may be empty
   * @param stay why the rest of it stays
   */
  record Verdict(Stay stay, List<List<StoredObject>> garbage) {
    /** Whether nothing is to be removed. */
    boolean isEmpty() {
      return garbage.stream().allMatch(List::isEmpty);
    }

    /** What is to be removed, if that is anything. */
    Optional<UnusedObjects> unused(Kind kind, String path) {
      return isEmpty()
          ? Optional.empty()
          : Optional.of(new UnusedObjects(kind, path, garbage, Optional.empty()));
    }
  }

  /** Gives all garbage of trainings, as it is now. */
  void each(Instant now, GarbageCollector.Sink sink) throws IOException {
    young = KeptTrainings.NONE;
    unfinished = KeptTrainings.NONE;
    KeyFolder.forEach(store, CheckpointStorage.ROOT, folder -> takeCheckpoints(folder, now, sink));
    KeyFolder.forEach(
        store, CurvePlace.ROOT, folder -> take(curve(folder, now), Kind.CURVE, folder, sink));
  }

  private void takeCheckpoints(KeyFolder folder, Instant now, GarbageCollector.Sink sink)
      throws IOException {
    TrainingContents contents = new TrainingContents(store, folder);
    Verdict verdict = checkpoints(contents, now);
    long removed =
        verdict.garbage().stream().flatMap(List::stream).mapToLong(StoredObject::bytes).sum();
    if (verdict.stay() == Stay.YOUNG) {
      young = young.and(contents.bytes() - removed);
    } else if (verdict.stay() == Stay.FOR_A_WHILE) {
      unfinished = unfinished.and(contents.bytes() - removed);
    }
    take(verdict, Kind.CHECKPOINTS, folder, sink);
  }

  private static void take(Verdict verdict, Kind kind, KeyFolder folder, GarbageCollector.Sink sink)
      throws IOException {
    Optional<UnusedObjects> unused = verdict.unused(kind, folder.path());
    if (unused.isPresent()) {
      sink.take(unused.get());
    }
  }

  /** Trainings that are over, and whose checkpoints were kept for they are too young. */
  KeptTrainings young() {
    return young;
  }

  /** Trainings that were never finished, and whose newest checkpoint was kept for a while. */
  KeptTrainings unfinished() {
    return unfinished;
  }

  /** Whether an object would be a file of checkpoints that nobody is about to finish. */
  boolean isUnusedFile(StoredObject object) {
    return KeyFolder.of(object.name(), CheckpointStorage.ROOT)
        .filter(folder -> CheckpointStorage.role(folder.rest(object)) == Role.FILE)
        .filter(folder -> !inUse.isAtWork(output(folder.key())))
        .isPresent();
  }

  /** The output of the training of a key. */
  static String output(String key) {
    return TrainWork.TYPE + "-" + key;
  }

  /** What is to become of a training's checkpoints. */
  Verdict checkpoints(TrainingContents contents, Instant now) throws IOException {
    if (contents.isTombstone()) {
      return new Verdict(Stay.NOTHING, List.of());
    }
    String output = output(contents.key());
    if (inUse.isAtWork(output)) {
      return new Verdict(Stay.USED, List.of());
    }
    Instant before = now.minus(grace);
    boolean made = isMade(output);
    if (inUse.isRecorded(output) && (!made || contents.isToBeKept())) {
      return new Verdict(Stay.USED, contents.losers(before));
    }
    Set<CheckpointId> starts = inUse.starts(contents.key());
    boolean over = made || inUse.isForgotten(output);
    if (!contents.isOlderThan(before)) {
      return new Verdict(over ? Stay.YOUNG : Stay.FOR_A_WHILE, List.of());
    }
    if (over || !contents.hasCheckpoints() || contents.isOlderThan(unfinished(now))) {
      List<List<StoredObject>> others = contents.allBut(starts);
      boolean all = others.equals(contents.steps());
      return new Verdict(all ? Stay.NOTHING : Stay.STARTED_FROM, others);
    }
    return new Verdict(Stay.FOR_A_WHILE, contents.older(starts));
  }

  /** What is to become of a learning curve. */
  Verdict curve(KeyFolder folder, Instant now) throws IOException {
    String output = output(folder.key());
    List<StoredObject> pieces =
        folder.objects().stream().filter(one -> CurvePlace.isOurs(folder.rest(one))).toList();
    if (inUse.isAtWork(output) || inUse.isRecorded(output)) {
      return new Verdict(Stay.USED, List.of());
    }
    boolean forgotten = inUse.isForgotten(output);
    Instant before = forgotten ? now.minus(grace) : unfinished(now);
    if (!pieces.stream().allMatch(piece -> piece.modified().isBefore(before))
        || (!forgotten && isMade(output))
        || hasCheckpoints(folder.key(), now)) {
      return new Verdict(Stay.FOR_A_WHILE, List.of());
    }
    return new Verdict(Stay.NOTHING, List.of(pieces));
  }

  private boolean hasCheckpoints(String key, Instant now) throws IOException {
    KeyFolder folder = KeyFolder.of(store, CheckpointStorage.ROOT, key);
    return checkpoints(new TrainingContents(store, folder), now).stay() != Stay.NOTHING;
  }

  private Instant unfinished(Instant now) {
    return now.minus(UNFINISHED.compareTo(grace) > 0 ? UNFINISHED : grace);
  }

  /** Whether an output exists, in any of its generations. */
  private boolean isMade(String output) throws IOException {
    String folder = output;
    while (true) {
      Removal.State state = Removal.of(store, OutputFolder.OUTPUTS + folder).state();
      if (state != Removal.State.GIVEN_UP) {
        return state == Removal.State.MADE;
      }
      folder = OutputFolder.next(folder);
    }
  }
}

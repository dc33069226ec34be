package org.shoestring.experiment.gc;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shoestring.experiment.gc.TrainingGarbage.Stay;
import org.shoestring.experiment.gc.TrainingGarbage.Verdict;
import org.shoestring.experiment.gc.UnusedObjects.Kind;
import org.shoestring.files.HostName;
import org.shoestring.lease.HeldLease;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.SupersededException;
import org.shoestring.train.curve.CurvePlace;

/**
 * Removes checkpoints and learning curves, while this process has claimed the training's output.
 *
 * <p>Checkpoints are removed by an attempt of its own, which ends all earlier ones, also one that
 * was suspended when its claim lapsed: none of them writes a manifest that names what is deleted
 * here. A later attempt ends this one, which looks for it before each step. That look can come too
 * late; then the later attempt finds that what it had chosen vanishes, and chooses again.
 *
 * <p>No name that is deleted is ever made again. The folder of an attempt has random letters, and
 * in it only that attempt writes. Records of attempts are deleted but for the last one, that of
 * this removal: it stays for ever, so that numbers only rise. Pieces of curves have the number of
 * their attempt in their names. Where attempts are not numbered, a part of a curve can be lost, but
 * nothing that a training needs.
 */
final class TrainingRemover {
  /** How many objects are deleted before the claim is looked at again. */
  private static final int BATCH = 500;

  private final ObjectStore store;
  private final OutputsInUse inUse;
  private final TrainingGarbage garbage;
  private final OutputClaims claims;

  TrainingRemover(
      ObjectStore store, OutputsInUse inUse, TrainingGarbage garbage, OutputClaims claims) {
    this.store = store;
    this.inUse = inUse;
    this.garbage = garbage;
    this.claims = claims;
  }

  /** Whether this process may delete still. */
  private interface Right {
    boolean holds() throws IOException;
  }

  /** Deletes objects. */
  private interface Deletion {
    void delete(List<String> names) throws IOException;
  }

  /**
   * Removes checkpoints of a training that nobody has use for.
   *
   * @return what was removed; empty if somebody has use for it by now, or is at work on it
   */
  Optional<UnusedObjects> removeCheckpoints(String key) throws IOException {
    Optional<HeldLease> claim = claims.claim(TrainingGarbage.output(key));
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    CheckpointStorage storage = CheckpointStorage.ofKey(store, key);
    try (HeldLease held = claim.get()) {
      Verdict found = checkpoints(KeyFolder.of(store, CheckpointStorage.ROOT, key), held);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (found.stay() == Stay.USED) {
        String path = CheckpointStorage.ROOT + key;
        return delete(found, Kind.CHECKPOINTS, path, storage::deleteLeft, held::isOurs);
      }
      Attempt removal = Attempt.beginRemoval(storage, HostName.get(), "gc");
      KeyFolder now = KeyFolder.of(store, CheckpointStorage.ROOT, key);
      return delete(
          checkpoints(now.without(removal.object()), held),
          Kind.CHECKPOINTS,
          now.path(),
          storage::deleteLeft,
          () -> isLast(removal) && held.isOurs());
    }
  }

  /**
   * Removes a learning curve that nobody has use for.
   *
   * @return what was removed; empty if somebody has use for it by now, or is at work on it
   */
  Optional<UnusedObjects> removeCurve(String key) throws IOException {
    Optional<HeldLease> claim = claims.claim(TrainingGarbage.output(key));
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    try (HeldLease held = claim.get()) {
      KeyFolder folder = KeyFolder.of(store, CurvePlace.ROOT, key);
      Verdict found = garbage.curve(folder, readUse(held));
      return delete(
          found, Kind.CURVE, folder.path(), names -> CurvePlace.delete(store, names), held::isOurs);
    }
  }

  private Verdict checkpoints(KeyFolder folder, HeldLease held) throws IOException {
    return garbage.checkpoints(new TrainingContents(store, folder), readUse(held));
  }

  private Instant readUse(HeldLease held) throws IOException {
    Instant now = GarbageCollector.now(store);
    inUse.read(now, held.object());
    return now;
  }

  private static boolean isLast(Attempt removal) throws IOException {
    try {
      removal.check();
      return true;
    } catch (SupersededException e) {
      return false;
    }
  }

  /** Deletes for as long as that is right; what is left then is found by the next one. */
  private Optional<UnusedObjects> delete(
      Verdict verdict, Kind kind, String path, Deletion deletion, Right right) throws IOException {
    for (List<StoredObject> step : verdict.garbage()) {
      List<String> names = step.stream().map(StoredObject::name).toList();
      for (int from = 0; from < names.size(); from += BATCH) {
        if (!right.holds()) {
          return Optional.empty();
        }
        deletion.delete(names.subList(from, Math.min(names.size(), from + BATCH)));
      }
    }
    return verdict.unused(kind, path);
  }
}

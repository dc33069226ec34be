package org.shoestring.train.checkpoint.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.checkpoint.CurveMeasurements;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.AttemptNotes;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.CheckpointStorage.Listing;
import org.shoestring.train.checkpoint.storage.CheckpointStorage.Role;
import org.shoestring.train.checkpoint.storage.SupersededException;

/**
 * What of a training's checkpoints need not stay: those that its retention lets go, damaged ones if
 * the user wants that, and files that no checkpoint names. Whoever removes it has claimed the
 * training.
 *
 * @param checkpoints from the oldest to the newest
 * @param manifests their objects, which go first: nobody restores a part
 * @param files objects that none that stays needs
 * @param bytes of all objects
 */
public record CheckpointPruning(
    List<StoredCheckpoint> checkpoints, List<String> manifests, List<String> files, long bytes) {

  /**
   * Finds it.
   *
   * @param keep which stay, but for the newest that can be restored and the one that the last
   *     attempt continued from, which always do
   * @param damaged whether those that cannot be restored go, too
   * @param protectedIds those that stay because others start from them
   */
  public static CheckpointPruning find(
      CheckpointStorage storage,
      CurveMeasurements measurements,
      Retention keep,
      boolean damaged,
      Set<CheckpointId> protectedIds)
      throws IOException {
    Listing listing = storage.list();
    CheckpointList list = CheckpointList.of(storage, measurements, listing);
    List<Checkpoint> whole =
        list.checkpoints().stream()
            .filter(one -> !one.isDamaged())
            .flatMap(one -> one.manifest().stream())
            .toList();
    Set<CheckpointId> removed = new HashSet<>();
    keep.removable(whole, AttemptNotes.lastRestored(storage, listing))
        .forEach(one -> removed.add(one.id()));
    if (damaged) {
      list.checkpoints().stream()
          .filter(StoredCheckpoint::isDamaged)
          .forEach(one -> removed.add(one.id()));
    }
    list.newest().ifPresent(removed::remove);
    removed.removeAll(protectedIds);
    List<StoredCheckpoint> gone =
        list.checkpoints().stream().filter(one -> removed.contains(one.id())).toList();
    List<String> manifests = gone.stream().map(one -> one.id().object()).toList();
    List<StoredObject> files = unneeded(listing, list, removed);
    long bytes =
        listing.objects().stream()
            .filter(object -> manifests.contains(object.name()) || files.contains(object))
            .mapToLong(StoredObject::bytes)
            .sum();
    return new CheckpointPruning(
        gone, manifests, files.stream().map(StoredObject::name).toList(), bytes);
  }

  private static List<StoredObject> unneeded(
      Listing listing, CheckpointList list, Set<CheckpointId> removed) {
    Set<String> needed = new HashSet<>();
    Set<String> unclear = new HashSet<>();
    for (StoredCheckpoint one : list.checkpoints()) {
      if (removed.contains(one.id())) {
        continue;
      }
      Optional<Checkpoint> manifest = one.manifest();
      if (manifest.isEmpty()) {
        unclear.add(one.id().attempt()); // Somebody may mend it, so that its files stay.
      } else {
        manifest.get().files().forEach(file -> needed.add(manifest.get().object(file)));
      }
    }
    List<StoredObject> files = new ArrayList<>();
    for (StoredObject object : listing.objects()) {
      boolean isFile = CheckpointStorage.role(object.name()) == Role.FILE;
      String attempt = object.name().substring(0, object.name().indexOf('/'));
      if (isFile && !needed.contains(object.name()) && !unclear.contains(attempt)) {
        files.add(object);
      }
    }
    return files;
  }

  /** Whether there is nothing to remove. */
  public boolean isEmpty() {
    return manifests.isEmpty() && files.isEmpty();
  }

  /**
   * Removes it.
   *
   * @param removal an attempt that began before this was found, so that no other one saves
   *     meanwhile
   * @throws SupersededException if a training has begun
   */
  public void remove(Attempt removal) throws IOException {
    CheckpointStorage storage = removal.storage();
    for (List<String> step : List.of(manifests, files)) {
      removal.check();
      storage.deleteLeft(step.stream().map(storage::object).toList());
    }
  }
}

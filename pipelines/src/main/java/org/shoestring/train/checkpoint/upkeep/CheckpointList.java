package org.shoestring.train.checkpoint.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.checkpoint.CurveMeasurements;
import org.shoestring.train.checkpoint.RestoreOrder;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.CheckpointStorage.Listing;
import org.shoestring.train.checkpoint.storage.Measured;

/**
 * All checkpoints of a training, as they were on the storage when it was looked.
 *
 * @param checkpoints from the oldest to the newest
 * @param bytes that are stored for them, each file counted once, with what no manifest names
 */
public record CheckpointList(List<StoredCheckpoint> checkpoints, long bytes) {
  private static final int AT_ONCE = 16;

  /**
   * Looks.
   *
   * @param measurements what was measured at them, also after they were saved
   */
  public static CheckpointList of(CheckpointStorage storage, CurveMeasurements measurements)
      throws IOException {
    return of(storage, measurements, storage.list());
  }

  static CheckpointList of(
      CheckpointStorage storage, CurveMeasurements measurements, Listing listing)
      throws IOException {
    List<StoredCheckpoint> found = manifests(storage, listing);
    Map<CheckpointId, Checkpoint> measured = new HashMap<>();
    List<Checkpoint> readable = found.stream().flatMap(one -> one.manifest().stream()).toList();
    measurements.added(readable).forEach(one -> measured.put(one.id(), one));
    Map<Integer, String> machines = new HashMap<>();
    List<StoredCheckpoint> all = new ArrayList<>();
    for (StoredCheckpoint one : found) {
      int attempt = Attempt.number(one.id().attempt());
      if (!machines.containsKey(attempt)) {
        machines.put(attempt, machine(storage, attempt));
      }
      all.add(
          new StoredCheckpoint(
              one.id(),
              Optional.ofNullable(measured.get(one.id())),
              one.fault(),
              one.saved(),
              machines.getOrDefault(attempt, "")));
    }
    return new CheckpointList(List.copyOf(all), bytes(listing));
  }

  /** Looks at what the manifests say, without the machines. */
  static CheckpointList unmeasured(CheckpointStorage storage) throws IOException {
    Listing listing = storage.list();
    return new CheckpointList(manifests(storage, listing), bytes(listing));
  }

  private static long bytes(Listing listing) {
    return listing.objects().stream().mapToLong(StoredObject::bytes).sum();
  }

  /** The same when it is known that the loss of one is bad. */
  CheckpointList withBad(CheckpointId id) {
    Measured bad = new Measured(Measured.NOTHING.values(), true);
    List<StoredCheckpoint> all = new ArrayList<>();
    for (StoredCheckpoint one : checkpoints) {
      Optional<Checkpoint> manifest =
          one.manifest().map(known -> one.id().equals(id) ? known.and(bad) : known);
      all.add(new StoredCheckpoint(one.id(), manifest, one.fault(), one.saved(), one.machine()));
    }
    return new CheckpointList(List.copyOf(all), bytes);
  }

  /** What the manifests say, without the machines. */
  static List<StoredCheckpoint> manifests(CheckpointStorage storage, Listing listing)
      throws IOException {
    Map<String, StoredObject> objects = new HashMap<>();
    listing.objects().forEach(object -> objects.put(object.name(), object));
    return ParallelRequests.each(listing.checkpoints(), id -> read(storage, id, objects), AT_ONCE)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Empty if it was removed since it was listed. */
  private static Optional<StoredCheckpoint> read(
      CheckpointStorage storage, CheckpointId id, Map<String, StoredObject> objects)
      throws IOException {
    StoredObject object = objects.get(id.object());
    if (object == null) {
      throw new IllegalArgumentException(id.object()); // The list tells of both.
    }
    try {
      return storage
          .read(id)
          .map(
              manifest ->
                  new StoredCheckpoint(
                      id,
                      Optional.of(manifest),
                      manifest.fault(name -> bytes(objects, name)),
                      object.modified(),
                      ""));
    } catch (BadDataException e) {
      Optional<String> fault = Optional.of(String.valueOf(e.getMessage()));
      return Optional.of(new StoredCheckpoint(id, Optional.empty(), fault, object.modified(), ""));
    }
  }

  private static @Nullable Long bytes(Map<String, StoredObject> objects, String name) {
    StoredObject object = objects.get(name);
    return object == null ? null : object.bytes();
  }

  private static String machine(CheckpointStorage storage, int attempt) throws IOException {
    try {
      return Attempt.read(storage, attempt).map(Attempt::machine).orElse("");
    } catch (BadDataException e) {
      return ""; // Its checkpoints may be good all the same.
    }
  }

  /** Those whose manifests can be read, from the oldest to the newest. */
  public List<Checkpoint> readable() {
    return checkpoints.stream().flatMap(one -> one.manifest().stream()).toList();
  }

  /** The one that a training continues from now; empty if there is none. */
  public Optional<CheckpointId> newest() {
    return next().map(StoredCheckpoint::id);
  }

  /** The same as it lies on the storage. */
  Optional<StoredCheckpoint> next() {
    Map<CheckpointId, StoredCheckpoint> whole = new HashMap<>();
    checkpoints.stream().filter(one -> !one.isDamaged()).forEach(one -> whole.put(one.id(), one));
    return RestoreOrder.newest(readable(), one -> whole.containsKey(one.id()))
        .map(one -> Objects.requireNonNull(whole.get(one.id())));
  }

  /** The best of them. */
  public List<CheckpointId> best(Retention keep) {
    return keep.best(readable()).stream().map(Checkpoint::id).toList();
  }
}

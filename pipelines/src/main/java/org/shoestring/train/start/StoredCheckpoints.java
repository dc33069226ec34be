package org.shoestring.train.start;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.checkpoint.CurveMeasurements;
import org.shoestring.train.checkpoint.RestoreOrder;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;

/** The checkpoints of a training as they were listed, of which one is looked for. */
final class StoredCheckpoints {
  private static final Pattern MANIFEST =
      Pattern.compile(Pattern.quote(CheckpointStorage.ROOT) + "([0-9a-f]{32})/(.+)");
  private static final int MOST_NAMED = 5;

  private final CheckpointStorage storage;
  private final List<CheckpointId> ids = new ArrayList<>();
  private final Map<String, StoredObject> objects = new HashMap<>();

  private StoredCheckpoints(CheckpointStorage storage) {
    this.storage = storage;
  }

  static StoredCheckpoints of(CheckpointStorage storage) throws IOException {
    StoredCheckpoints stored = new StoredCheckpoints(storage);
    CheckpointStorage.Listing listing = storage.list();
    stored.ids.addAll(listing.checkpoints());
    listing.objects().forEach(object -> stored.objects.put(object.name(), object));
    return stored;
  }

  /** The keys of trainings that have checkpoints and begin so; the last saved first. */
  static List<String> keys(ObjectStore workspace, String start) throws IOException {
    Map<String, StoredObject> newest = new LinkedHashMap<>();
    workspace.forEach(
        CheckpointStorage.ROOT + start,
        object -> {
          Matcher manifest = MANIFEST.matcher(object.name());
          if (manifest.matches() && CheckpointId.ofObject(manifest.group(2)) != null) {
            newest.merge(
                manifest.group(1),
                object,
                (one, other) -> one.modified().isAfter(other.modified()) ? one : other);
          }
        });
    return newest.entrySet().stream()
        .sorted((one, other) -> other.getValue().modified().compareTo(one.getValue().modified()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The last of a list that may be long, for people. */
  static String some(List<?> all) {
    String named =
        all.stream().limit(MOST_NAMED).map(Object::toString).collect(Collectors.joining(", "));
    return all.size() > MOST_NAMED ? named + " and " + (all.size() - MOST_NAMED) + " more" : named;
  }

  /**
   * What a curve tells of them. One that is damaged tells nothing here: the manifests tell what was
   * known when they were written.
   */
  static CurveMeasurements measurements(CurvePlace curve) {
    return new CurveMeasurements(CurveReader.of(curve), damage -> {});
  }

  /** All of them, from the newest to the oldest. */
  List<CheckpointId> ids() {
    List<CheckpointId> newestFirst = new ArrayList<>(ids);
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** The one of these numbers; where a store has let two attempts take one number, the last. */
  Optional<CheckpointId> id(int attempt, int sequence) {
    return ids().stream().filter(id -> id.toString().equals(attempt + "/" + sequence)).findFirst();
  }

  /** The location of a checkpoint's manifest. */
  String manifest(CheckpointId id) {
    return storage.shown() + "/" + id.object();
  }

  /**
   * The newest that is whole, as a training continues from its own: a poisoned one only if there is
   * no other. Empty if there are none.
   *
   * @param measurements what was measured at them, also after they were saved
   * @param says what errors begin with
   * @throws DamagedStartException if there are some, but none is whole
   */
  Optional<Checkpoint> newest(CurveMeasurements measurements, String says) throws IOException {
    List<Checkpoint> readable = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (CheckpointId id : ids) {
      try {
        storage.read(id).ifPresent(readable::add);
      } catch (BadDataException e) {
        faults.add(e.getMessage());
      }
    }
    Optional<Checkpoint> newest =
        RestoreOrder.newest(measurements.added(readable), one -> fault(one).isEmpty());
    if (newest.isPresent()) {
      return newest;
    }
    for (Checkpoint one : readable) {
      fault(one).ifPresent(fault -> faults.add("checkpoint " + one.id() + ": " + fault));
    }
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    throw damaged(says, "no checkpoint there is whole", String.join("; ", faults));
  }

  private Optional<String> fault(Checkpoint checkpoint) {
    return checkpoint
        .fault(name -> bytes(objects.get(name)))
        .map(fault -> storage.shown() + "/" + checkpoint.id().attempt() + ": " + fault);
  }

  private static @Nullable Long bytes(@Nullable StoredObject object) {
    return object == null ? null : object.bytes();
  }

  /**
   * A checkpoint to start from.
   *
   * @param from what names it
   * @param shown which one it is, for people
   * @throws BadDataException if its manifest is damaged
   * @throws DamagedStartException if one of its files is missing or not whole
   */
  StartingPoint at(StartFrom from, String shown, CheckpointId id) throws IOException {
    String says = from.says();
    Checkpoint checkpoint;
    try {
      checkpoint =
          storage
              .read(id)
              .orElseThrow(() -> damaged(says, shown, "it was removed while it was looked at"));
    } catch (BadDataException e) {
      throw new BadDataException(says + ": " + e.getMessage() + others(id), e);
    }
    Optional<String> fault = fault(checkpoint);
    if (fault.isPresent()) {
      throw damaged(says, "checkpoint " + shown + " is not whole", fault.get() + others(id));
    }
    return new StartingPoint(
        from.text(),
        shown,
        StoredFile.digest(checkpoint.files()),
        Optional.of(new StartingPoint.Found(storage, checkpoint)));
  }

  private String others(CheckpointId id) {
    List<CheckpointId> others = ids().stream().filter(other -> !other.equals(id)).toList();
    return others.isEmpty()
        ? "; remove this line to start from nothing"
        : "; name another one: there are " + some(others);
  }

  private static DamagedStartException damaged(String says, String what, String fault) {
    return new DamagedStartException(says + ": " + what + ": " + fault);
  }

  /** When a checkpoint was saved, by the clock of the store. */
  Optional<Instant> saved(Checkpoint checkpoint) {
    return Optional.ofNullable(objects.get(checkpoint.id().object())).map(StoredObject::modified);
  }
}

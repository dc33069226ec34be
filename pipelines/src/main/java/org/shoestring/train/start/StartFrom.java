package org.shoestring.train.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.TrainingPlace;
import org.shoestring.train.TrainingState;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.curve.CurvePlace;

/**
 * A checkpoint to start from, as an experiment names it: {@code KEY/ATTEMPT/SEQUENCE}, where the
 * first digits of the key are enough; the location of a checkpoint's manifest; or that of a folder
 * of checkpoints, whose newest complete one is meant.
 *
 * @param where file and line
 */
public record StartFrom(String where, String text) {
  private static final Pattern OF_KEY =
      Pattern.compile("([0-9a-f]{1,32})/([0-9]{1,6})/([0-9]{1,6})");
  private static final Pattern OF_WORKSPACE =
      Pattern.compile("(.+)/" + CheckpointStorage.ROOT + "([0-9a-f]{32})/?");
  private static final Pattern MANIFEST = Pattern.compile("(.+)/([^/]+/[^/]+\\.tsv)");

  /**
   * Finds it.
   *
   * @param workspace where checkpoints lie by their keys
   * @param folder that a path is relative to
   * @return empty if there is no such checkpoint
   * @throws UsageException if several trainings may be meant
   * @throws BadDataException if its manifest is damaged
   * @throws DamagedStartException if it is damaged otherwise
   */
  public Optional<StartingPoint> find(Stores stores, ObjectStore workspace, Path folder)
      throws IOException {
    Matcher ofKey = OF_KEY.matcher(text);
    if (ofKey.matches()) {
      Optional<String> key = key(workspace, ofKey.group(1));
      if (key.isEmpty()) {
        return Optional.empty();
      }
      StoredCheckpoints stored =
          StoredCheckpoints.of(CheckpointStorage.ofKey(workspace, key.get()));
      int attempt = Integer.parseInt(ofKey.group(2));
      int sequence = Integer.parseInt(ofKey.group(3));
      Optional<CheckpointId> id = stored.id(attempt, sequence);
      return id.isEmpty()
          ? Optional.empty()
          : Optional.of(stored.at(this, key.get() + "/" + id.get(), id.get()));
    }
    Optional<CheckpointId> manifest = manifest();
    StoredCheckpoints stored = StoredCheckpoints.of(storage(stores, folder));
    Optional<CheckpointId> id =
        manifest.isPresent()
            ? manifest.filter(stored.ids()::contains)
            : stored
                .newest(StoredCheckpoints.measurements(curve(stores, folder)), says())
                .map(Checkpoint::id);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(stored.at(this, stored.manifest(id.get()), id.get()));
  }

  /** The one that the location names; empty for the newest in its folder. */
  private Optional<CheckpointId> manifest() {
    Matcher manifest = MANIFEST.matcher(text);
    return manifest.matches()
        ? Optional.ofNullable(CheckpointId.ofObject(manifest.group(2)))
        : Optional.empty();
  }

  private CheckpointStorage storage(Stores stores, Path folder) {
    Matcher manifest = MANIFEST.matcher(text);
    String place = manifest().isPresent() && manifest.matches() ? manifest.group(1) : text;
    return new CheckpointStorage(stores.at(location(place, folder)), "");
  }

  private static String location(String place, Path folder) {
    return Location.isRemote(place) ? place : folder.resolve(place).normalize().toString();
  }

  /** The learning curve of the training whose folder it names. */
  private CurvePlace curve(Stores stores, Path folder) {
    String location = location(text, folder);
    Matcher ofWorkspace = OF_WORKSPACE.matcher(location);
    return ofWorkspace.matches()
        ? TrainingState.curve(stores.at(ofWorkspace.group(1)), ofWorkspace.group(2))
        : TrainingPlace.at(stores, location).curve();
  }

  /** What errors begin with. */
  String says() {
    return where + ": " + StartingPoint.KEY;
  }

  private Optional<String> key(ObjectStore workspace, String start) throws IOException {
    List<String> keys = StoredCheckpoints.keys(workspace, start);
    if (keys.size() > 1) {
      throw new UsageException(
          says()
              + ": several trainings have a key that begins with "
              + Shown.quoted(start)
              + ": "
              + StoredCheckpoints.some(keys)
              + "; write more of its digits");
    }
    return keys.stream().findFirst();
  }

  /** The error of a checkpoint that is not there, with those that are. */
  public UsageException missing(Stores stores, ObjectStore workspace, Path folder)
      throws IOException {
    Matcher ofKey = OF_KEY.matcher(text);
    String cure = "; correct it, or remove this line to start from nothing";
    if (!ofKey.matches()) {
      CheckpointStorage storage = storage(stores, folder);
      List<CheckpointId> there = StoredCheckpoints.of(storage).ids();
      return new UsageException(
          says()
              + ": there is no "
              + (there.isEmpty() ? "checkpoint in " + storage.shown() : "checkpoint " + text)
              + (there.isEmpty()
                  ? "; name a folder of checkpoints, the manifest of one, or KEY/ATTEMPT/SEQUENCE"
                  : "; there are " + StoredCheckpoints.some(there) + " in " + storage.shown())
              + cure);
    }
    Optional<String> key = key(workspace, ofKey.group(1));
    if (key.isEmpty()) {
      List<String> keys = StoredCheckpoints.keys(workspace, "");
      return new UsageException(
          says()
              + ": no training in "
              + workspace.location()
              + " has checkpoints and a key that begins with "
              + Shown.quoted(ofKey.group(1))
              + (keys.isEmpty() ? "" : "; there are checkpoints of " + StoredCheckpoints.some(keys))
              + cure);
    }
    List<CheckpointId> ids =
        StoredCheckpoints.of(CheckpointStorage.ofKey(workspace, key.get())).ids();
    return new UsageException(
        says()
            + ": there is no checkpoint "
            + ofKey.group(2)
            + "/"
            + ofKey.group(3)
            + " of "
            + key.get()
            + "; there are "
            + StoredCheckpoints.some(ids)
            + cure);
  }
}

package org.shoestring.experiment.gc;

import java.util.List;
import java.util.Optional;
import org.shoestring.store.object.ObjectStore.Unfinished;
import org.shoestring.store.object.StoredObject;

/**
 * Something in a workspace that nobody has use for.
 *
 * @param kind what it is
 * @param name an object's, or that of a folder
 * @param steps its objects, those first that must be gone before those of the next step go
 * @param upload what is not an object yet
 */
public record UnusedObjects(
    Kind kind, String name, List<List<StoredObject>> steps, Optional<Unfinished> upload) {
  public UnusedObjects {
    steps = List.copyOf(steps);
  }

  /** The kinds of garbage. */
  public enum Kind {
    /** An experiment's record that is to be forgotten. */
    RECORD,
    /** An output that no record reaches, finished or not. */
    OUTPUT,
    /** Checkpoints of a training that was finished, or that nobody goes on with. */
    CHECKPOINTS,
    /** The learning curve of such a training. */
    CURVE,
    /** A shard or file of an output that is not part of it: of a worker who was not the first. */
    LOSER,
    /** A claim of a process that ended without giving it up. */
    LEASE,
    /** An upload in parts that was neither finished nor aborted. */
    UPLOAD,
    /** What a check of the store has left behind. */
    PROBE
  }

  /** One object. */
  static UnusedObjects of(Kind kind, StoredObject object) {
    return new UnusedObjects(kind, object.name(), List.of(List.of(object)), Optional.empty());
  }

  /** Its objects, in the order in which they go. */
  public List<StoredObject> contents() {
    return steps.stream().flatMap(List::stream).toList();
  }

  /** How many objects it is. */
  public int objects() {
    return contents().size() + (upload.isPresent() ? 1 : 0);
  }

  /** Its bytes; 0 for an upload, which does not tell them. */
  public long bytes() {
    return contents().stream().mapToLong(StoredObject::bytes).sum();
  }
}

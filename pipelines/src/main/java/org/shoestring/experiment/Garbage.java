package org.shoestring.experiment;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.ObjectStore.Unfinished;
import org.shoestring.store.StoredObject;

/**
 * Something in a workspace that nobody has use for.
 *
 * @param kind what it is
 * @param name an object's, or that of a folder
 * @param contents its objects, in the order in which they must go
 * @param upload what is not an object yet
 */
public record Garbage(
    Kind kind, String name, List<StoredObject> contents, Optional<Unfinished> upload) {
  public Garbage {
    contents = List.copyOf(contents);
  }

  /** The kinds of garbage. */
  public enum Kind {
    /** An experiment's record that is to be forgotten. */
    RECORD,
    /** An output that no record reaches, finished or not. */
    OUTPUT,
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
  static Garbage of(Kind kind, StoredObject object) {
    return new Garbage(kind, object.name(), List.of(object), Optional.empty());
  }

  /** How many objects it is. */
  public int objects() {
    return contents.size() + (upload.isPresent() ? 1 : 0);
  }

  /** Its bytes; 0 for an upload, which does not tell them. */
  public long bytes() {
    return contents.stream().mapToLong(StoredObject::bytes).sum();
  }

  /** Takes it away. */
  void remove(ObjectStore store) throws IOException {
    for (StoredObject object : contents) {
      store.delete(object.name());
    }
    if (upload.isPresent()) {
      upload.get().remove();
    }
  }
}

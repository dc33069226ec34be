package org.shoestring.store.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shoestring.files.FileIdentity;

/**
 * A place for objects that every machine reaches. Objects appear whole or not at all, and names are
 * relative paths with {@code /} between their parts.
 *
 * <p>Every method throws an {@link IOException} if the store cannot be reached or refuses; methods
 * that read throw {@link NoSuchObjectException} if there is no object of that name.
 */
public interface ObjectStore {

  /** The root of the store, as messages name it. */
  String location();

  /** The bytes of an object. */
  InputStream open(String name) throws IOException;

  /** The bytes of an object from {@code offset} on; what is before is not read. */
  InputStream openAt(String name, long offset) throws IOException;

  /**
   * The bytes of an object that never changes: those of a copy on this machine, if there is one.
   */
  default InputStream open(ImmutableObject object) throws IOException {
    return open(object.name());
  }

  /** The same from {@code offset} on. */
  default InputStream openAt(ImmutableObject object, long offset) throws IOException {
    return openAt(object.name(), offset);
  }

  /**
   * The bytes of an object whose hash is not known yet: who reads all of them leaves a copy on this
   * machine, if it has room for one, for those who ask for the object by its hash.
   *
   * @param bytes its length
   */
  default InputStream openToKeep(String name, long bytes) throws IOException {
    return open(name);
  }

  /** Whether a copy on this machine spares the store from being asked for an object. */
  default boolean hasCopy(ImmutableObject object) {
    return false;
  }

  /** A new empty local file, to be filled and given to {@code put}. */
  Path newSpool() throws IOException;

  /** Makes the object of that name from a filled spool, which is gone afterwards; replaces it. */
  void put(String name, Path spool) throws IOException;

  /** The same with a spool that is on the disk already. */
  default void putSynced(String name, Path spool) throws IOException {
    put(name, spool);
  }

  /** Makes an object that never changes from a filled spool, which is gone afterwards. */
  default void put(ImmutableObject object, Path spool) throws IOException {
    put(object.name(), spool);
  }

  /** The file of this machine that an object is; empty where objects are no files. */
  default Optional<Path> file(String name) {
    return Optional.empty();
  }

  /**
   * Makes an object that never changes from a file of this machine, which stays.
   *
   * @throws ChangedFileException if it was changed since it was hashed: then there is no object
   */
  default void send(String name, HashedFile file) throws IOException {
    Path spool = newSpool();
    try {
      SpoolOutput.copy(file.path(), spool);
      file.check();
      put(new ImmutableObject(name, file.bytes(), file.sha256()), spool);
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  /**
   * Makes an object from a file of this machine, which stays, or replaces it.
   *
   * @throws ChangedFileException if it was changed meanwhile: then there is no object
   */
  default void replace(String name, Path file) throws IOException {
    FileIdentity identity = FileIdentity.of(file);
    Path spool = newSpool();
    try {
      SpoolOutput.copy(file, spool);
      ChangedFileException.unless(file, identity);
      put(name, spool);
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  /** Makes a small object, or replaces it. */
  default void replace(String name, byte[] content) throws IOException {
    Path spool = newSpool();
    try {
      try (OutputStream out = SpoolOutput.to(spool)) {
        out.write(content);
      }
      put(name, spool);
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  /**
   * Makes a small object unless there is one of that name.
   *
   * @return whether it was made; of any number of callers at once it is true for one
   */
  boolean create(String name, byte[] content) throws IOException;

  /**
   * Whether {@link #create} is decided by the store itself. Where it is not, two callers at the
   * same moment may both be told that they made the object, and the later content stays.
   */
  default boolean createsConditionally() throws IOException {
    return true;
  }

  /** The objects whose names start with {@code prefix}, in the order of their names. */
  List<StoredObject> list(String prefix) throws IOException;

  /** Takes objects. */
  interface Each {
    void object(StoredObject object) throws IOException;
  }

  /**
   * Gives the objects whose names start with {@code prefix}, in the order of their names, where the
   * store lists page by page without holding all of them.
   */
  default void forEach(String prefix, Each each) throws IOException {
    for (StoredObject object : list(prefix)) {
      each.object(object);
    }
  }

  /** What is known of an object without reading it; empty if there is none. */
  Optional<StoredObject> stat(String name) throws IOException;

  /** Removes an object; removing one that is not there is no error. */
  void delete(String name) throws IOException;

  /** Removes objects, in any order. */
  default void deleteAll(List<String> names) throws IOException {
    for (String name : names) {
      delete(name);
    }
  }

  /** Objects that were begun to be put, and neither finished nor given up, in some stores. */
  default List<Unfinished> unfinished() throws IOException {
    return List.of();
  }

  /** An object that was begun to be put. */
  interface Unfinished {
    String name();

    /** When it was begun, by the clock of the store. */
    Instant begun();

    /** Removes what was sent of it. */
    void remove() throws IOException;
  }
}

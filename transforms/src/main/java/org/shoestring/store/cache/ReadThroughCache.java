package org.shoestring.store.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.Traffic;

/** The immutable objects of a bucket's stores, by way of their copies on this machine. */
public final class ReadThroughCache {
  private final ObjectCache cache;
  private final Traffic traffic;

  /**
   * Objects of a bucket.
   *
   * @param traffic counts what copies spare
   */
  public ReadThroughCache(ObjectCache cache, Traffic traffic) {
    this.cache = cache;
    this.traffic = traffic;
  }

  /** The bytes of an object: those of its copy, or the store's while a copy is made. */
  public InputStream open(ObjectStore store, ImmutableObject object) throws IOException {
    Optional<InputStream> copy = cache.open(store, object, traffic);
    return copy.isPresent() ? copy.get() : store.open(object.name());
  }

  /** What is read from its middle on is not copied: the beginning may never be asked for. */
  public InputStream openAt(ObjectStore store, ImmutableObject object, long offset)
      throws IOException {
    Optional<InputStream> copy = cache.copy(store.location(), object, offset, traffic);
    return copy.isPresent() ? copy.get() : store.openAt(object.name(), offset);
  }

  /** The bytes of an object whose hash is not known; read to their end, they are kept under it. */
  public InputStream openToKeep(ObjectStore store, String name, long bytes) throws IOException {
    InputStream in = store.open(name);
    try {
      return cache.keeping(store.location(), name, bytes, in);
    } catch (RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Sends a file. */
  public interface Sending {
    void send(Path file) throws IOException;
  }

  /** Sends a file that others may write to later, and keeps a copy of it. */
  public void send(ObjectStore store, ImmutableObject object, Path file, Sending sending)
      throws IOException {
    Path part = cache.keepCopy(object, file);
    boolean sent = false;
    try {
      sending.send(part == null ? file : part);
      sent = true;
    } finally {
      if (part != null) {
        cache.end(store.location(), object, part, sent);
      }
    }
  }

  public boolean has(ObjectStore store, ImmutableObject object) {
    return cache.has(store.location(), object);
  }

  /** Puts an object, and keeps its spool as a copy. */
  public void put(ObjectStore store, ImmutableObject object, Path spool) throws IOException {
    Path part = cache.keep(object, spool);
    boolean put = false;
    try {
      store.put(object.name(), spool);
      put = true;
    } finally {
      if (part != null) {
        cache.end(store.location(), object, part, put);
      }
    }
  }
}

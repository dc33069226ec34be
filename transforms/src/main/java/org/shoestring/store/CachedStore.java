package org.shoestring.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A remote store whose immutable objects have copies on this machine. */
final class CachedStore implements ObjectStore {
  private final ObjectStore store;
  private final ObjectCache cache;
  private final Traffic traffic;

  /**
   * A store.
   *
   * @param traffic counts what copies spare
   */
  CachedStore(ObjectStore store, ObjectCache cache, Traffic traffic) {
    this.store = store;
    this.cache = cache;
    this.traffic = traffic;
  }

  @Override
  public InputStream open(ImmutableObject object) throws IOException {
    Optional<InputStream> copy = cache.open(store, object, traffic);
    return copy.isPresent() ? copy.get() : store.open(object.name());
  }

  /** What is read from its middle on is not copied: the beginning may never be asked for. */
  @Override
  public InputStream openAt(ImmutableObject object, long offset) throws IOException {
    Optional<InputStream> copy = cache.copy(location(), object, offset, traffic);
    return copy.isPresent() ? copy.get() : store.openAt(object.name(), offset);
  }

  @Override
  public boolean hasCopy(ImmutableObject object) {
    return cache.has(location(), object);
  }

  @Override
  public void put(ImmutableObject object, Path spool) throws IOException {
    Path part = cache.keep(object, spool);
    boolean put = false;
    try {
      store.put(object.name(), spool);
      put = true;
    } finally {
      if (part != null) {
        cache.end(location(), object, part, put);
      }
    }
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return store.open(name);
  }

  @Override
  public InputStream openAt(String name, long offset) throws IOException {
    return store.openAt(name, offset);
  }

  @Override
  public Path newSpool() throws IOException {
    return store.newSpool();
  }

  @Override
  public void put(String name, Path spool) throws IOException {
    store.put(name, spool);
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    return store.create(name, content);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return store.list(prefix);
  }

  @Override
  public Optional<StoredObject> stat(String name) throws IOException {
    return store.stat(name);
  }

  @Override
  public void delete(String name) throws IOException {
    store.delete(name);
  }
}

package org.shoestring.store.cache;

import java.io.Serializable;
import java.nio.file.Path;

/**
 * Where copies of what never changes in remote stores are kept on this machine.
 *
 * @param folder its path
 * @param capacity how many bytes of the disk its copies may take
 * @param fills whether copies are made; if not, those that are there are used
 */
public record CacheSettings(String folder, long capacity, boolean fills) implements Serializable {

  /** A cache that is filled. */
  public static CacheSettings filled(Path folder, long capacity) {
    return new CacheSettings(folder.toString(), capacity, true);
  }

  /** A cache whose copies are used, and in which none is made. */
  public static CacheSettings asItIs(Path folder, long capacity) {
    return new CacheSettings(folder.toString(), capacity, false);
  }

  public ObjectCache open() {
    Path at = Path.of(folder);
    return fills ? ObjectCache.in(at, capacity) : ObjectCache.asItIs(at, capacity);
  }
}

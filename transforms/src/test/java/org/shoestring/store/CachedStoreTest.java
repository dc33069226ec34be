package org.shoestring.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A cache changes nothing of what a store does. */
class CachedStoreTest extends ObjectStoreContract {
  private final ObjectStore store;

  CachedStoreTest(@TempDir Path folder) {
    this.store = new CachedStore(new MemoryStore(), ObjectCache.in(folder, 1 << 20), new Traffic());
  }

  @Override
  protected ObjectStore store() {
    return store;
  }
}

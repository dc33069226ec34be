package org.shoestring.store;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.CacheFolder;
import org.shoestring.store.cache.CacheSettings;
import org.shoestring.store.object.SpoolOutput;

/**
 * What stores use of this machine's disk. It is chosen where a worker runs, and never sent to one.
 *
 * @param folder what goes to remote stores is written below it first
 * @param cache of what never changes there; null for none
 */
record LocalWork(String folder, @Nullable CacheSettings cache) implements Serializable {

  /** What holds where nothing else was said: the user's folder, and no cache. */
  static LocalWork ofUser() {
    return new LocalWork(CacheFolder.ofUser().toString(), null);
  }

  Path spools() {
    return Path.of(folder, SpoolOutput.SPOOLS);
  }
}

package org.shoestring.files;

import java.nio.file.Path;

/** The user's folder for what can be made again: local copies, checkpoints, spilled blocks. */
public final class CacheFolder {
  private CacheFolder() {}

  /** {@code $XDG_CACHE_HOME/shoestring}, or {@code ~/.cache/shoestring}. */
  public static Path ofUser() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("shoestring");
  }

  /** The folder in a folder for local work that holds what memory does not. */
  public static Path spill(Path work) {
    return work.resolve("_spill");
  }
}

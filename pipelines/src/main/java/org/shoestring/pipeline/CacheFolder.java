package org.shoestring.pipeline;

import java.nio.file.Path;

/** Where local work lies if the user names no other folder. */
public final class CacheFolder {
  private CacheFolder() {}

  /** A folder for this program below the user's folder for what may be deleted at any time. */
  public static Path path() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("shoestring");
  }

  /** The folder in a folder for local work that holds what a runner spills. */
  public static Path spill(Path work) {
    return work.resolve("_spill");
  }
}

package org.shoestring.files;

import java.nio.file.Path;

/** The user's folder for what can be made again: local copies, checkpoints, spilled blocks. */
public final class CacheFolder {
  /**
   * A property of Java, in a process of a cluster: its folder for temporary files, which takes what
   * else would be in the user's.
   */
  public static final String OF_PROCESS = "shoestring.process-folder";

  private CacheFolder() {}

  /**
   * That of a cluster's process, or {@code $XDG_CACHE_HOME/shoestring}, or {@code
   * ~/.cache/shoestring}.
   */
  public static Path ofUser() {
    String process = System.getProperty(OF_PROCESS);
    if (process != null) {
      return Path.of(process);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("shoestring");
  }

  /** How a user has it elsewhere, for messages. */
  public static String otherFolder() {
    return System.getProperty(OF_PROCESS) == null
        ? "choose another folder with --work-dir or the environment variable XDG_CACHE_HOME"
        : "start this process of the cluster with --folder DIR on a larger disk";
  }

  /** The folder in a folder for local work that holds what memory does not. */
  public static Path spill(Path work) {
    return work.resolve("_spill");
  }
}

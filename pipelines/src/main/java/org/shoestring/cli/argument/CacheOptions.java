package org.shoestring.cli.argument;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.UsageException;
import org.shoestring.store.cache.CacheSettings;
import picocli.CommandLine.Option;

/** Where copies of what remote stores hold are kept on this machine, and how much of it. */
final class CacheOptions {
  private static final Set<String> OFF = Set.of("0", "none");

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where to keep copies of shards and files from buckets, so that nothing is downloaded"
              + " twice while it fits (default: _cache in the work dir). Any number of processes"
              + " may"
              + " share it. Until a run has imported its sources, every 'run' and 'run -n' reads"
              + " them again.")
  private @Nullable Path folder;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      description =
          "How much disk the cache may use (default: ${DEFAULT-VALUE}). It always leaves 1 GiB or"
              + " 5 %% of the disk free. Examples: 500m, 20g; a number without a unit is bytes, and"
              + " 'none' switches the cache off. Only 'run' makes copies.",
      defaultValue = "5g")
  private String size = "5g";

  /**
   * The cache; null if it is switched off.
   *
   * @param fills whether copies are made, too
   */
  @Nullable CacheSettings in(Path workDir, boolean fills) {
    return cache(folder == null ? workDir.resolve("_cache") : folder, fills);
  }

  private @Nullable CacheSettings cache(Path at, boolean fills) {
    if (OFF.contains(size)) {
      return null;
    }
    long capacity =
        Bytes.find(size)
            .orElseThrow(
                () ->
                    UsageException.mustBe(
                        "--cache-size", "a size such as 500m or 20g, or none", size));
    Path absolute = at.toAbsolutePath().normalize();
    return fills
        ? CacheSettings.filled(absolute, capacity)
        : CacheSettings.asItIs(absolute, capacity);
  }
}
